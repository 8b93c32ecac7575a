'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useToast } from '../../ui/toast.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { type Form, useForm } from '../../ui/use-form.ts';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { preheatMessages } from './messages.ts';
import { PreflightPanel } from './preflight-panel.tsx';
import type { PreheatRequest } from './preheat.ts';
import { emptyPreheat, type PreheatValues, preheatRequest, preheatTwin } from './preheat-form.ts';

/** What to preheat and where, with a look at what would happen before it does. */
export function NewPreheat() {
  const t = useMessages(preheatMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  const queryClient = useQueryClient();
  const textOf = useFailureText();
  const [looked, setLooked] = useState<PreheatRequest>();
  const create = useMutation(
    trpc.jobs.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.jobs.list.pathFilter());
        toast({ title: t.view.started });
        router.push(`/preheat/${id}`);
      },
    }),
  );
  const form = useForm({
    initial: emptyPreheat,
    schema: preheatRequest,
    onSubmit: (request) => create.mutate({ type: 'preheat', ...request }),
  });
  const preflight = useQuery(
    trpc.jobs.preflight.queryOptions(
      { args: looked?.args ?? {}, ...(looked?.clusterIds && { clusterIds: looked.clusterIds }) },
      { enabled: looked !== undefined, retry: false, staleTime: 0, gcTime: 0 },
    ),
  );
  const request = preheatRequest.safeParse(form.values);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
      <form onSubmit={form.submit} noValidate className="flex flex-col gap-6">
        <ContentCard form={form} />
        <TargetCard form={form} />
        {create.isError && <Problem title={t.preflight.failed}>{textOf(create.error)}</Problem>}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" look="primary" disabled={create.isPending}>
            <Play aria-hidden />
            {create.isPending ? t.form.starting : t.form.start}
          </Button>
          <Button disabled={!request.success || preflight.isFetching} onClick={() => setLooked(request.data)}>
            <Search aria-hidden />
            {preflight.isFetching ? t.form.looking : t.form.look}
          </Button>
          {request.success && <TwinButton action={t.twin} twin={preheatTwin(request.data, originOf())} />}
        </div>
      </form>
      <PreflightPanel preflight={preflight.data} looking={preflight.isFetching} error={preflight.error} />
    </div>
  );
}

const originOf = () => (typeof window === 'undefined' ? '' : window.location.origin);

function ContentCard({ form }: { readonly form: Form<PreheatValues> }) {
  const t = useMessages(preheatMessages).form;
  const { values, set, problem } = form;
  return (
    <Card aria-label={t.content}>
      <CardHeader
        title={t.content}
        actions={
          <Segmented
            label={t.kind}
            value={values.kind}
            segments={[
              { value: 'image', label: t.image },
              { value: 'file', label: t.file },
            ]}
            onChange={(kind) => set('kind', kind)}
          />
        }
      />
      <div className="grid gap-4 px-4 pb-5 sm:grid-cols-2 sm:px-5">
        {values.kind === 'image' ? (
          <>
            <Text form={form} field="image" label={t.image} hint={t.imageHint} wide />
            <Text form={form} field="platform" label={t.platform} hint={t.platformHint} wide />
            <Text form={form} field="username" label={t.username} />
            <Text form={form} field="password" label={t.password} hint={t.passwordHint} secret />
          </>
        ) : (
          <div className="sm:col-span-2">
            <Field label={t.files} hint={t.filesHint} error={problem('files')}>
              {(control) => (
                <TextArea
                  {...control}
                  value={values.files}
                  onChange={(event) => set('files', event.target.value)}
                  className="font-mono text-sm"
                  spellCheck={false}
                />
              )}
            </Field>
          </div>
        )}
        <Text form={form} field="bio" label={t.bio} wide />
      </div>
    </Card>
  );
}

function TargetCard({ form }: { readonly form: Form<PreheatValues> }) {
  const t = useMessages(preheatMessages).form;
  const trpc = useTRPC();
  const { values, set } = form;
  const clusters = useQuery(trpc.clusters.list.queryOptions());
  const scopes = ['single_seed_peer', 'all_seed_peers', 'all_peers'] as const;
  return (
    <Card aria-label={t.where}>
      <CardHeader title={t.where} />
      <div className="grid gap-4 px-4 pb-5 sm:grid-cols-2 sm:px-5">
        <div className="sm:col-span-2">
          <Field label={t.clusters}>
            {(control) => (
              <Combobox
                {...control}
                label={t.clusters}
                multiple
                placeholder={t.allClusters}
                choices={(clusters.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
                value={values.clusterIds}
                onChange={(clusterIds) => set('clusterIds', clusterIds)}
              />
            )}
          </Field>
        </div>
        <Field label={t.scope}>
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={values.scope}
              options={scopes.map((value) => ({ value, label: t.scopes[value] }))}
              onChange={(scope) => set('scope', scope)}
            />
          )}
        </Field>
        {values.scope !== 'single_seed_peer' && (
          <Text form={form} field="count" label={t.narrow} hint={t.narrowHint} numeric />
        )}
      </div>
    </Card>
  );
}

interface TextProps {
  readonly form: Form<PreheatValues>;
  readonly field: 'image' | 'platform' | 'bio' | 'username' | 'password' | 'count';
  readonly label: string;
  readonly hint?: string;
  readonly wide?: boolean;
  readonly secret?: boolean;
  readonly numeric?: boolean;
}

function Text({ form, field, label, hint, wide = false, secret = false, numeric = false }: TextProps) {
  return (
    <div className={wide ? 'sm:col-span-2' : ''}>
      <Field label={label} hint={hint} error={form.problem(field)}>
        {(control) => (
          <Input
            {...control}
            type={secret ? 'password' : 'text'}
            inputMode={numeric ? 'numeric' : undefined}
            autoComplete={secret ? 'new-password' : 'off'}
            spellCheck={false}
            value={form.values[field]}
            onChange={(event) => form.set(field, event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
