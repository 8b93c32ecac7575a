'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { z } from 'zod';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { listingMessages, useDone } from '../listing/index.ts';
import { roleMessages } from './messages.ts';
import { PermissionMatrix } from './permission-matrix.tsx';
import { type Marks, marksOf, permissionsOf, type Role, type RoleFields } from './role.ts';

interface RoleValues {
  readonly name: string;
  readonly description: string;
  /** Sorted, so that two forms with the same marks are the same. */
  readonly marks: readonly string[];
}

const sorted = (marks: Marks) => [...marks].sort();

const schema = z
  .object({
    name: z.string().trim().min(1).max(64),
    description: z.string().max(1024),
    marks: z.array(z.string()).min(1),
  })
  .transform(({ marks, ...role }): RoleFields => ({ ...role, permissions: permissionsOf(new Set(marks)) }));

interface RoleFormProps {
  /** The one that is changed; absent for a new one. */
  readonly role?: Role;
  /** What a new one begins with. */
  readonly start?: Role | undefined;
}

/** Name, description and matrix of a role. */
export function RoleForm({ role, start }: RoleFormProps) {
  const t = useMessages(roleMessages);
  const words = useMessages(listingMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const router = useRouter();
  const done = useDone();
  const textOf = useFailureText();
  const initial: RoleValues = {
    name: role?.name ?? '',
    description: (role ?? start)?.description ?? '',
    marks: sorted(marksOf((role ?? start)?.permissions ?? [])),
  };
  const create = useMutation(
    trpc.roles.create.mutationOptions({
      onSuccess: async ({ id, name }) => {
        router.push(`/roles/${id}`);
        await done({ title: t.created(name) });
      },
    }),
  );
  const update = useMutation(
    trpc.roles.update.mutationOptions({
      onSuccess: async ({ name, description, permissions }) => {
        form.reset({ name, description, marks: sorted(marksOf(permissions)) });
        await done({ title: t.saved(name) });
      },
    }),
  );
  const form = useForm({
    initial,
    schema,
    onSubmit: (fields: RoleFields) =>
      role === undefined ? create.mutate(fields) : update.mutate({ id: role.id, role: fields }),
  });
  const { values, set, problem } = form;
  const body = schema.safeParse(values).data;
  const path = '/api/v2/roles';
  const error = create.error ?? update.error;
  const busy = create.isPending || update.isPending;
  return (
    <form onSubmit={form.submit} noValidate className="flex flex-col gap-5">
      <Card aria-label={t.form.name} className="grid gap-4 p-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)] sm:p-5">
        <TextField
          label={t.form.name}
          error={problem('name')}
          value={values.name}
          onChange={(name) => set('name', name)}
        />
        <TextField
          label={t.form.description}
          error={problem('description')}
          value={values.description}
          onChange={(description) => set('description', description)}
        />
      </Card>
      <Card aria-label={t.form.permissions}>
        <CardHeader
          title={t.form.permissions}
          note={t.matrix.count(values.marks.length, format.number(values.marks.length))}
        />
        {problem('marks') !== undefined && <Problem title={t.matrix.needed} className="mx-4 mb-4 sm:mx-5" />}
        <PermissionMatrix edit={{ marks: new Set(values.marks), onChange: (marks) => set('marks', sorted(marks)) }} />
      </Card>
      {error !== null && <Problem title={words.failed}>{textOf(error)}</Problem>}
      <div className="sticky bottom-0 -mx-4 flex gap-2 border-line border-t bg-page/95 px-4 items-center py-3 backdrop-blur-sm sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8">
        <Button type="submit" look="primary" disabled={busy || (role !== undefined && !form.dirty)}>
          {role === undefined ? (busy ? words.creating : words.create) : busy ? words.saving : words.save}
        </Button>
        {body !== undefined && (
          <TwinButton
            action={role === undefined ? t.create : t.saveTitle(role.name)}
            twin={callTwin(
              role === undefined ? { method: 'POST', path, body } : { method: 'PUT', path: `${path}/${role.id}`, body },
            )}
          />
        )}
      </div>
    </form>
  );
}
