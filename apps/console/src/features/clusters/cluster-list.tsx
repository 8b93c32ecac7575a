'use client';
import { useQuery } from '@tanstack/react-query';
import { Boxes } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import type { ClusterSummary } from './cluster.ts';
import { clusterMessages } from './messages.ts';

const refreshMs = 3000;

/** All clusters that one may see, each with who is in it. */
export function ClusterList() {
  const t = useMessages(clusterMessages);
  const trpc = useTRPC();
  const clusters = useQuery(trpc.clusters.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  if (clusters.data === undefined && clusters.isError)
    return <LoadProblem what={t.theClusters} error={clusters.error} onRetry={() => void clusters.refetch()} />;
  if (clusters.data?.length === 0)
    return (
      <Card>
        <EmptyState icon={Boxes} title={t.none}>
          {t.noneWhy}
        </EmptyState>
      </Card>
    );
  return (
    <ul className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3" aria-busy={clusters.isPending}>
      {clusters.data?.map((cluster) => <ClusterCard key={cluster.id} cluster={cluster} />) ?? <PlaceHolder />}
    </ul>
  );
}

function PlaceHolder() {
  return (
    <li className="rounded-lg border border-line bg-surface p-5">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="mt-2 h-3 w-56" />
      <Skeleton className="mt-6 h-9 w-full" />
    </li>
  );
}

function ClusterCard({ cluster }: { readonly cluster: ClusterSummary }) {
  const t = useMessages(clusterMessages);
  const format = useFormat();
  const { active, inactive } = cluster.schedulers;
  return (
    <li className="group relative flex flex-col rounded-lg border border-line bg-surface p-5 shadow-card transition-colors hover:border-line-strong/60">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold text-base">
            <Link
              href={`/clusters/${cluster.id}`}
              className="rounded-sm after:absolute after:inset-0 group-hover:text-link"
            >
              {cluster.name}
            </Link>
            {cluster.isDefault && <Badge>{t.default}</Badge>}
            {cluster.tenantId === null && <Badge>{t.shared}</Badge>}
          </h2>
          <p className="mt-0.5 line-clamp-2 text-muted text-sm">
            {cluster.bio === '' ? t.schedulerCluster(cluster.id) : cluster.bio}
          </p>
        </div>
        <ClusterHealth active={active} inactive={inactive} />
      </div>
      <dl className="mt-5 grid grid-cols-4 gap-3 border-line border-t pt-4">
        <Count
          term={t.schedulers}
          value={
            inactive > 0 ? t.activeOf(format.number(active), format.number(active + inactive)) : format.number(active)
          }
        />
        <Count term={t.seedPeers} value={format.number(cluster.seedPeers)} />
        <Count term={t.peers} value={format.number(cluster.peers)} />
        <Count term={t.running} value={format.number(cluster.runningTasks)} />
      </dl>
    </li>
  );
}

/** One word for a cluster: can peers download through it? */
export function ClusterHealth({ active, inactive }: { readonly active: number; readonly inactive: number }) {
  const t = useMessages(clusterMessages).health;
  if (active > 0 && inactive === 0) return <StatePill tone="done" label={t.healthy} />;
  if (active > 0) return <StatePill tone="origin" label={t.degraded} />;
  return inactive > 0 ? (
    <StatePill tone="inactive" label={t.down} />
  ) : (
    <StatePill tone="unknown" label={t.noScheduler} />
  );
}

function Count({ term, value }: { readonly term: string; readonly value: string }) {
  return (
    <div>
      <dt className="truncate text-muted text-xs">{term}</dt>
      <dd className="mt-0.5 font-semibold text-md tabular-nums">{value}</dd>
    </div>
  );
}
