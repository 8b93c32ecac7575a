'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { serviceAccountMessages } from './messages.ts';
import type { ServiceAccount } from './service-account.ts';

const schema = z.object({
  name: z.string().trim().min(1).max(64),
  description: z.string().max(1024),
  enabled: z.boolean(),
  roleIds: z.array(z.coerce.number().int().positive()).min(1).max(20),
});

interface AccountDrawerProps {
  /** The one that is changed; absent for a new one. */
  readonly account?: ServiceAccount | undefined;
  readonly onClose: () => void;
}

/** A program's account: its name and what it may do. */
export function AccountDrawer({ account, onClose }: AccountDrawerProps) {
  const t = useMessages(serviceAccountMessages);
  const trpc = useTRPC();
  const done = useDone();
  const roles = useQuery(trpc.roles.list.queryOptions());
  const create = useMutation(
    trpc.serviceAccounts.create.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.created(name) });
      },
    }),
  );
  const update = useMutation(
    trpc.serviceAccounts.update.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.saved(name) });
      },
    }),
  );
  const form = useForm({
    initial: {
      ...{ name: account?.name ?? '', description: account?.description ?? '', enabled: account?.enabled ?? true },
      roleIds: (account?.roles ?? []).map(({ id }) => String(id)) as readonly string[],
    },
    schema,
    onSubmit: (fields) =>
      account === undefined ? create.mutate(fields) : update.mutate({ id: account.id, account: fields }),
  });
  const { values, set, problem } = form;
  const body = schema.safeParse(values).data;
  const path = '/api/v2/service-accounts';
  const choices = (roles.data ?? []).filter(({ scope }) => scope === 'tenant');
  return (
    <FormDrawer
      title={account === undefined ? t.create : t.editTitle}
      note={account === undefined ? t.noneWhy : undefined}
      kind={account === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
      twin={
        body &&
        callTwin(
          account === undefined
            ? { method: 'POST', path, body }
            : { method: 'PUT', path: `${path}/${account.id}`, body },
        )
      }
    >
      <TextField
        label={t.form.name}
        hint={t.form.nameHint}
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
      <Field label={t.form.roles} hint={t.form.rolesHint} error={problem('roleIds')}>
        {(control) => (
          <Combobox
            {...control}
            label={t.form.roles}
            multiple
            choices={choices.map(({ id, name, description }) => ({
              value: String(id),
              label: name,
              note: description,
            }))}
            value={values.roleIds}
            onChange={(ids) => set('roleIds', ids)}
          />
        )}
      </Field>
      <Field label={t.form.enabled} hint={t.form.enabledHint}>
        {({ id }) => (
          <div>
            <Switch id={id} checked={values.enabled} onChange={(enabled) => set('enabled', enabled)} />
          </div>
        )}
      </Field>
    </FormDrawer>
  );
}
