'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { ChipsInput } from '../../ui/chips-input.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { LifetimeChoice } from './lifetime-choice.tsx';
import { tokenMessages } from './messages.ts';
import { ScopeGrid } from './scope-grid.tsx';
import { expiryAfter, lifetimes, type NewToken, type Scope, tokenTwin } from './token.ts';
import { TokenMade } from './token-made.tsx';

interface TokenValues {
  readonly name: string;
  readonly description: string;
  readonly days: number;
  readonly scopes: readonly Scope[];
  readonly allowedCidrs: readonly string[];
  readonly clusterIds: readonly string[];
  /** Empty: the viewer. */
  readonly holder: string;
}

const schema = z
  .object({
    name: z.string().trim().min(1).max(128),
    description: z.string().max(1024),
    days: z.number().refine((days) => lifetimes.some((known) => known === days)),
    scopes: z.array(z.custom<Scope>((scope) => typeof scope === 'string')).min(1),
    allowedCidrs: z.array(z.union([z.cidrv4(), z.cidrv6()])).max(50),
    clusterIds: z.array(z.coerce.number()).max(100),
    holder: z.string(),
  })
  .transform(
    ({ days, holder, ...token }): NewToken => ({
      ...token,
      expiresAt: expiryAfter(days, Date.now()),
      ...(holder !== '' && { serviceAccountId: Number(holder) }),
    }),
  );

interface TokenDrawerProps {
  /** Whose it will be at first; absent: the viewer's. */
  readonly serviceAccountId?: number | undefined;
  readonly onClose: () => void;
}

/** A new token; at the end, its secret. */
export function TokenDrawer({ serviceAccountId, onClose }: TokenDrawerProps) {
  const t = useMessages(tokenMessages);
  const trpc = useTRPC();
  const done = useDone();
  const may = useMay();
  const scopes = useQuery(trpc.tokens.scopes.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const clusters = useQuery(trpc.clusters.list.queryOptions());
  const maySeePrograms = may({ action: 'update', subject: 'ServiceAccount' });
  const accounts = useQuery(trpc.serviceAccounts.list.queryOptions(undefined, { enabled: maySeePrograms }));
  const create = useMutation(
    trpc.tokens.create.mutationOptions({ onSuccess: ({ token }) => done({ title: t.created(token.name) }) }),
  );
  const initial: TokenValues = {
    ...{ name: '', description: '', days: 90, scopes: [], allowedCidrs: [], clusterIds: [] },
    holder: serviceAccountId === undefined ? '' : String(serviceAccountId),
  };
  const form = useForm({ initial, schema, onSubmit: (token: NewToken) => create.mutate(token) });
  const { values, set, problem } = form;
  const filled = schema.safeParse(values);
  if (create.data !== undefined) return <TokenMade made={create.data} onClose={onClose} />;
  return (
    <FormDrawer
      title={t.create}
      kind="create"
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending}
      error={create.error}
      twin={filled.success && values.holder === '' ? tokenTwin(filled.data, window.location.origin) : undefined}
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
      {maySeePrograms && (accounts.data?.length ?? 0) > 0 && (
        <Field label={t.form.holder} hint={t.form.holderHint}>
          {(control) => (
            <Combobox
              {...control}
              label={t.form.holder}
              choices={[
                { value: '', label: t.form.me },
                ...(accounts.data ?? []).map(({ id, name }) => ({ value: String(id), label: name, note: t.program })),
              ]}
              value={[values.holder]}
              onChange={([holder = '']) => set('holder', holder)}
            />
          )}
        </Field>
      )}
      <LifetimeChoice days={values.days} onChange={(days) => set('days', days)} />
      <ScopeGrid
        known={scopes.data ?? []}
        value={values.scopes}
        error={problem('scopes')}
        onChange={(next) => set('scopes', next)}
      />
      <Field label={t.form.networks} hint={t.form.networksHint} error={problem('allowedCidrs')}>
        {(control) => (
          <ChipsInput
            {...control}
            value={values.allowedCidrs}
            max={50}
            suggestions={['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']}
            onChange={(cidrs) => set('allowedCidrs', cidrs)}
          />
        )}
      </Field>
      <Field label={t.form.clusters}>
        {(control) => (
          <Combobox
            {...control}
            label={t.form.clusters}
            multiple
            placeholder={t.form.allClusters}
            choices={(clusters.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
            value={values.clusterIds}
            onChange={(ids) => set('clusterIds', ids)}
          />
        )}
      </Field>
    </FormDrawer>
  );
}
