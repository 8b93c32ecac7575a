'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Link } from '../../ui/link.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { useSession } from '../session/index.ts';
import { peopleMessages } from './messages.ts';
import { callName, type NewPerson } from './person.ts';
import { RoleChoice, TenantChoice } from './role-choice.tsx';

const schema = z
  .object({
    name: z.string().trim().min(1).max(64),
    displayName: z.string().trim().max(128),
    email: z.union([z.literal(''), z.email().max(320)]),
    tenantId: z.uuid(),
    roleId: z.coerce.number().int().positive(),
    way: z.enum(['password', 'provider']),
  })
  .transform(
    ({ email, way, displayName, ...wanted }): NewPerson => ({
      ...wanted,
      ...(displayName !== '' && { displayName }),
      ...(email !== '' && { email }),
      withPassword: way === 'password',
    }),
  );

/** A new user; at the end, the one-time password to hand over. */
export function PersonDrawer({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const done = useDone();
  const { data: session } = useSession();
  const create = useMutation(
    trpc.people.create.mutationOptions({
      onSuccess: ({ person }) => done({ title: t.made.title(callName(person)) }),
    }),
  );
  const form = useForm({
    initial: {
      ...{ name: '', displayName: '', email: '', tenantId: session?.tenant.id ?? '', roleId: '' },
      way: 'password' as 'password' | 'provider',
    },
    schema,
    onSubmit: (wanted: NewPerson) => create.mutate(wanted),
  });
  const { values, set, problem } = form;
  const filled = schema.safeParse(values).data;
  if (create.data !== undefined) return <PersonMade made={create.data} onClose={onClose} />;
  return (
    <FormDrawer
      title={t.create}
      kind="create"
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending}
      error={create.error}
      twin={filled && callTwin({ method: 'POST', path: '/api/v2/users', body: filled })}
    >
      <TextField
        label={t.form.name}
        hint={t.form.nameHint}
        error={problem('name')}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <TextField
        label={t.form.displayName}
        error={problem('displayName')}
        value={values.displayName}
        onChange={(name) => set('displayName', name)}
      />
      <TextField
        label={t.form.email}
        type="email"
        error={problem('email')}
        value={values.email}
        onChange={(email) => set('email', email)}
      />
      <TenantChoice
        value={values.tenantId}
        error={problem('tenantId')}
        onChange={(tenantId) => {
          set('tenantId', tenantId);
          set('roleId', '');
        }}
      />
      <RoleChoice
        tenantId={values.tenantId}
        value={values.roleId}
        error={problem('roleId')}
        onChange={(roleId) => set('roleId', roleId)}
      />
      <Field label={t.form.way} hint={values.way === 'password' ? t.form.passwordHint : t.form.providerHint}>
        {() => (
          <div>
            <Segmented
              label={t.form.way}
              value={values.way}
              segments={[
                { value: 'password', label: t.form.password },
                { value: 'provider', label: t.form.provider },
              ]}
              onChange={(way) => set('way', way)}
            />
          </div>
        )}
      </Field>
    </FormDrawer>
  );
}

interface PersonMadeProps {
  readonly made: {
    readonly person: { readonly id: number; readonly name: string; readonly displayName: string };
    readonly oneTimePassword?: string;
  };
  readonly onClose: () => void;
}

function PersonMade({ made: { person, oneTimePassword }, onClose }: PersonMadeProps) {
  const t = useMessages(peopleMessages);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.made.title(callName(person))} place="right">
        <div className="flex flex-col gap-5 px-5 pt-1 pb-6">
          <p className="text-muted text-sm">{oneTimePassword === undefined ? t.made.provider : t.made.hand}</p>
          {oneTimePassword !== undefined && <SecretOnce label={t.made.password} secret={oneTimePassword} />}
          <div className="flex gap-2">
            <Button look="primary" onClick={onClose}>
              {t.made.done}
            </Button>
            <Button asChild>
              <Link href={`/users/${person.id}`}>{t.made.see}</Link>
            </Button>
          </div>
        </div>
      </DialogContent>
    </Dialog>
  );
}
