'use client';
import { type PeerId, pullTimeline, pullVerdict, type TaskId, type WaitReason } from '@damselfly/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { taskHref, taskName } from '../tasks/index.ts';
import { pullMessages } from './messages.ts';
import type { DecisionTrace, Pull } from './pull.ts';

const PullReport = loaded(() => import('./pull-report.tsx').then((part) => part.PullReport), <SkeletonRows rows={5} />);

const refreshMs = 2000;

/** One peer's download: what held it up, when each piece came, and why the scheduler decided as it did. */
export function PullView({ id, peer }: { readonly id: TaskId; readonly peer: PeerId }) {
  const t = useMessages(pullMessages);
  const trpc = useTRPC();
  const record = useQuery(
    trpc.recordings.pull.queryOptions(
      { id, peer },
      {
        refetchInterval: ({ state }) => (state.data !== undefined && pullTimeline(state.data).over ? false : refreshMs),
      },
    ),
  );
  const trace = useQuery(trpc.recordings.decisions.queryOptions({ id, peer }, { retry: false }));
  const pull = useMemo((): Pull | undefined => {
    if (record.data === undefined) return undefined;
    const timeline = pullTimeline(record.data);
    return { record: record.data, timeline, verdict: pullVerdict(record.data, timeline, waitReason(trace.data)) };
  }, [record.data, trace.data]);
  const url = record.data?.facts?.url;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: t.tasks, href: '/tasks' },
          { label: url === undefined ? t.task : taskName(url).name, href: taskHref(id) },
          { label: record.data?.hostname ?? peer },
        ]}
        title={t.title}
        note={
          pull && (
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-medium text-ink">{pull.record.hostname}</span>
              {pull.record.idc !== '' && <Badge>{pull.record.idc}</Badge>}
              {pull.record.kind === 'seed' && <Badge>{t.chart.seed}</Badge>}
            </span>
          )
        }
      />
      {record.isError && record.data === undefined && (
        <LoadProblem what={t.thePull} error={record.error} onRetry={() => void record.refetch()} />
      )}
      {record.isPending && (
        <Card aria-busy>
          <SkeletonRows rows={5} />
        </Card>
      )}
      {pull && <PullReport pull={pull} trace={trace.data} tracePending={trace.isPending} />}
    </>
  );
}

/** Why the scheduler let the peer wait at first: the oldest decision that it remembers as a wait. */
function waitReason(trace: DecisionTrace | undefined): WaitReason | undefined {
  const waits: Readonly<Partial<Record<DecisionTrace['decisions'][number]['outcome'], WaitReason>>> = {
    ...{ waitsNobody: 'nobody', waitsFull: 'full', waitsUnfit: 'unfit', waitsGrant: 'grant' },
  };
  const first = trace?.decisions.findLast(({ waitedMs, outcome }) => waits[outcome] !== undefined || waitedMs > 0);
  // A wait that has ended is remembered by what ended it; before that, nobody had data.
  return first && (waits[first.outcome] ?? 'nobody');
}
