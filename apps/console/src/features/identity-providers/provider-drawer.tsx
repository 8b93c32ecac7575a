'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type Form, useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { GroupRoles } from './group-roles.tsx';
import { providerMessages } from './messages.ts';
import { callbackOf, fieldsOf, type Provider, type ProviderValues, valuesOf } from './provider.ts';

const changed = z.object({
  name: z
    .string()
    .max(64)
    .regex(/^(?!credentials$)[a-z0-9](-?[a-z0-9])*$/),
  label: z.string().trim().min(1).max(128),
  enabled: z.boolean(),
  issuer: z.url({ protocol: /^https?$/ }).max(1024),
  clientId: z.string().trim().min(1).max(512),
  clientSecret: z.string().max(1024),
  scope: z.string().trim().max(512),
  groupsClaim: z.string().trim().min(1).max(128),
  signUp: z.boolean(),
  groupRoles: z
    .array(z.object({ group: z.string().trim().min(1).max(512), tenantId: z.uuid(), roleId: z.int().positive() }))
    .max(1000),
});
const made = changed.extend({ clientSecret: z.string().min(1).max(1024) });

interface ProviderDrawerProps {
  /** The one that is changed; absent for a new one. */
  readonly provider?: Provider | undefined;
  readonly onClose: () => void;
}

/** How a provider is asked, and what its groups give. */
export function ProviderDrawer({ provider, onClose }: ProviderDrawerProps) {
  const t = useMessages(providerMessages);
  const trpc = useTRPC();
  const done = useDone();
  const create = useMutation(
    trpc.identityProviders.create.mutationOptions({
      onSuccess: async ({ label }) => {
        onClose();
        await done({ title: t.created(label) });
      },
    }),
  );
  const update = useMutation(
    trpc.identityProviders.update.mutationOptions({
      onSuccess: async ({ label }) => {
        onClose();
        await done({ title: t.saved(label) });
      },
    }),
  );
  const form = useForm<ProviderValues, ProviderValues>({
    initial: valuesOf(provider),
    schema: provider === undefined ? made : changed,
    onSubmit: (values) => {
      const { clientSecret } = values;
      if (provider === undefined) create.mutate({ provider: fieldsOf(values), clientSecret });
      else {
        const secret = clientSecret === '' ? {} : { clientSecret };
        update.mutate({ id: provider.id, provider: fieldsOf(values), ...secret });
      }
    },
  });
  const { values, set, problem } = form;
  const wrongGroups = ['groupRoles.group', 'groupRoles.tenantId', 'groupRoles.roleId'].some(
    (field) => problem(field) !== undefined,
  );
  return (
    <FormDrawer
      title={provider === undefined ? t.create : t.editTitle}
      note={provider === undefined ? t.noneWhy : undefined}
      kind={provider === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
    >
      <TextField
        label={t.form.label}
        hint={t.form.labelHint}
        error={problem('label')}
        value={values.label}
        onChange={(label) => set('label', label)}
      />
      <TextField
        label={t.form.name}
        hint={t.form.nameHint}
        error={problem('name')}
        className="font-mono text-sm"
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <Callback name={values.name} />
      <TextField
        label={t.form.issuer}
        hint={t.form.issuerHint}
        error={problem('issuer')}
        type="url"
        placeholder="https://"
        className="font-mono text-sm"
        value={values.issuer}
        onChange={(issuer) => set('issuer', issuer)}
      />
      <TextField
        label={t.form.clientId}
        error={problem('clientId')}
        value={values.clientId}
        onChange={(clientId) => set('clientId', clientId)}
      />
      <TextField
        label={t.form.clientSecret}
        hint={provider === undefined ? undefined : t.form.secretKept}
        error={problem('clientSecret')}
        type="password"
        autoComplete="new-password"
        value={values.clientSecret}
        onChange={(clientSecret) => set('clientSecret', clientSecret)}
      />
      <GroupRoles value={values.groupRoles} wrong={wrongGroups} onChange={(roles) => set('groupRoles', roles)} />
      <Switches form={form} />
      <details className="rounded-md border border-line px-3.5 py-2.5">
        <summary className="cursor-pointer font-medium text-sm">{t.form.more}</summary>
        <div className="mt-4 mb-1 grid gap-4">
          <TextField
            label={t.form.scope}
            error={problem('scope')}
            value={values.scope}
            onChange={(scope) => set('scope', scope)}
          />
          <TextField
            label={t.form.groupsClaim}
            error={problem('groupsClaim')}
            value={values.groupsClaim}
            onChange={(claim) => set('groupsClaim', claim)}
          />
        </div>
      </details>
    </FormDrawer>
  );
}

function Callback({ name }: { readonly name: string }) {
  const t = useMessages(providerMessages).form;
  const address = callbackOf(name, window.location.origin);
  return (
    <Field label={t.callback} hint={t.callbackHint}>
      {(control) => (
        <div className="flex items-center gap-1">
          <Input {...control} readOnly value={address} className="bg-band font-mono text-sm" />
          <CopyButton text={address} label={t.callback} />
        </div>
      )}
    </Field>
  );
}

function Switches({ form: { values, set } }: { readonly form: Form<ProviderValues> }) {
  const t = useMessages(providerMessages).form;
  return (
    <>
      <Field label={t.enabled}>
        {({ id }) => (
          <div>
            <Switch id={id} checked={values.enabled} onChange={(enabled) => set('enabled', enabled)} />
          </div>
        )}
      </Field>
      <Field label={t.signUp} hint={t.signUpHint}>
        {({ id }) => (
          <div>
            <Switch id={id} checked={values.signUp} onChange={(signUp) => set('signUp', signUp)} />
          </div>
        )}
      </Field>
    </>
  );
}
