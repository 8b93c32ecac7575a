'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useUrlValue } from '../../ui/use-url-value.ts';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { preheatMessages } from './messages.ts';
import { PreflightPanel } from './preflight-panel.tsx';
import type { PreheatRequest } from './preheat.ts';
import { ContentFields, KindChoice, type PreheatFields, TargetFields, Text } from './preheat-fields.tsx';
import { emptyPreheat, type PreheatValues, preheatCall, preheatRequest, valuesOf } from './preheat-form.ts';

/** What to preheat and where, with a look at what would happen before it does. The address may name one to begin with. */
export function NewPreheat() {
  const trpc = useTRPC();
  const [from] = useUrlValue('from');
  const id = /^[1-9]\d{0,9}$/.test(from) ? Number(from) : 0;
  const copied = useQuery(trpc.jobs.byId.queryOptions({ id }, { enabled: id > 0, retry: false }));
  if (id > 0 && copied.isPending) return <SkeletonRows rows={6} />;
  const { job } = copied.data ?? {};
  return <PreheatForm initial={job === undefined ? emptyPreheat : valuesOf(job)} />;
}

function PreheatForm({ initial }: { readonly initial: PreheatValues }) {
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
    initial,
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
          {request.success && <TwinButton action={t.twin} twin={callTwin(preheatCall(request.data))} />}
        </div>
      </form>
      <PreflightPanel preflight={preflight.data} looking={preflight.isFetching} error={preflight.error} />
    </div>
  );
}

function ContentCard({ form }: { readonly form: PreheatFields }) {
  const t = useMessages(preheatMessages).form;
  return (
    <Card aria-label={t.content}>
      <CardHeader title={t.content} actions={<KindChoice form={form} />} />
      <div className="grid gap-4 px-4 pb-5 sm:grid-cols-2 sm:px-5">
        <ContentFields form={form} />
        <Text form={form} field="bio" label={t.bio} wide />
      </div>
    </Card>
  );
}

function TargetCard({ form }: { readonly form: PreheatFields }) {
  const t = useMessages(preheatMessages).form;
  return (
    <Card aria-label={t.where}>
      <CardHeader title={t.where} />
      <div className="grid gap-4 px-4 pb-5 sm:grid-cols-2 sm:px-5">
        <TargetFields form={form} />
      </div>
    </Card>
  );
}
