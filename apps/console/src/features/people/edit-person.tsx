'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { peopleMessages } from './messages.ts';
import type { Person } from './person.ts';

const schema = z
  .object({
    displayName: z.string().trim().max(128),
    email: z.union([z.literal(''), z.email().max(320)]),
  })
  .transform(({ displayName, email }) => ({ displayName, email: email === '' ? null : email }));

/** What a user is called and where mail reaches them. */
export function EditPerson({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const done = useDone();
  const update = useMutation(
    trpc.people.update.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.saved });
      },
    }),
  );
  const form = useForm({
    initial: { displayName: person.displayName, email: person.email ?? '' },
    schema,
    onSubmit: (change) => update.mutate({ id: person.id, change }),
  });
  const { values, set, problem } = form;
  const body = schema.safeParse(values).data;
  return (
    <FormDrawer
      title={t.editTitle}
      kind="save"
      onClose={onClose}
      onSubmit={form.submit}
      busy={update.isPending}
      error={update.error}
      twin={body && callTwin({ method: 'PATCH', path: `/api/v2/users/${person.id}`, body })}
    >
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
    </FormDrawer>
  );
}
