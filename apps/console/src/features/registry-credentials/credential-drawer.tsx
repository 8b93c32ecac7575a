'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { type Credential, type CredentialFields, credentialTwin, registryOf } from './credential.ts';
import { credentialMessages } from './messages.ts';

const fields = z.object({
  name: z.string().trim().min(1).max(128),
  registry: z
    .string()
    .max(256)
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/),
  username: z.string().trim().min(1).max(256),
  password: z.string().max(4096),
  certificate: z
    .string()
    .trim()
    .max(65_536)
    .regex(/^(-----BEGIN CERTIFICATE-----[\s\S]*)?$/),
});
const newFields = fields.extend({ password: z.string().min(1).max(4096) });

interface CredentialDrawerProps {
  /** The one that is changed; absent for a new one. */
  readonly credential?: Credential | undefined;
  readonly onClose: () => void;
}

/** How to sign in at a registry. */
export function CredentialDrawer({ credential, onClose }: CredentialDrawerProps) {
  const t = useMessages(credentialMessages);
  const trpc = useTRPC();
  const done = useDone();
  const create = useMutation(
    trpc.registryCredentials.create.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.created(name) });
      },
    }),
  );
  const update = useMutation(
    trpc.registryCredentials.update.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.saved(name) });
      },
    }),
  );
  const { name = '', registry = '', username = '', certificate = '' } = credential ?? {};
  const schema = credential === undefined ? newFields : fields;
  const form = useForm({
    initial: { name, registry, username, password: '', certificate },
    schema,
    onSubmit: ({ password, ...rest }: z.output<typeof fields>) =>
      credential === undefined
        ? create.mutate({ ...rest, password })
        : update.mutate({ id: credential.id, change: { ...rest, ...(password !== '' && { password }) } }),
  });
  const { values, set, problem } = form;
  const filled: { readonly data?: CredentialFields } = schema.safeParse(values);
  return (
    <FormDrawer
      title={credential === undefined ? t.create : t.editTitle}
      note={credential === undefined ? t.noneWhy : undefined}
      kind={credential === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
      twin={filled.data && credentialTwin(filled.data, window.location.origin, credential?.id)}
    >
      <TextField
        label={t.form.registry}
        hint={t.form.registryHint}
        error={problem('registry')}
        className="font-mono text-sm"
        value={values.registry}
        onChange={(text) => set('registry', text.includes('/') ? registryOf(text) : text.trim().toLowerCase())}
      />
      <TextField
        label={t.form.name}
        error={problem('name')}
        value={values.name}
        onChange={(text) => set('name', text)}
      />
      <TextField
        label={t.form.username}
        hint={t.form.usernameHint}
        error={problem('username')}
        value={values.username}
        onChange={(text) => set('username', text)}
      />
      <TextField
        label={t.form.password}
        hint={credential === undefined ? undefined : t.form.passwordKept}
        error={problem('password')}
        type="password"
        autoComplete="new-password"
        value={values.password}
        onChange={(text) => set('password', text)}
      />
      <Field label={t.form.certificate} hint={t.form.certificateHint} error={problem('certificate')}>
        {(control) => (
          <TextArea
            {...control}
            value={values.certificate}
            onChange={(event) => set('certificate', event.target.value)}
            className="font-mono text-xs"
            spellCheck={false}
          />
        )}
      </Field>
    </FormDrawer>
  );
}
