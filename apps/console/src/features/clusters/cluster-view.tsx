'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Waypoints } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { ClusterActions, SettingsCard } from '../cluster-settings/index.ts';
import { LoadProblem, useFeed, useTRPC } from '../connection/index.ts';
import { mapHref, mapMessages } from '../swarm-map/index.ts';
import { ClusterHealth } from './cluster-list.tsx';
import { clusterMessages } from './messages.ts';

const SectionTabs = loaded(() => import('./section-tabs.tsx').then((part) => part.SectionTabs), <Waiting />);
const SchedulersTable = loaded(
  () => import('./schedulers-table.tsx').then((part) => part.SchedulersTable),
  <Waiting />,
);
const HostsPanel = loaded(() => import('./hosts-panel.tsx').then((part) => part.HostsPanel), <Waiting />);

/** One cluster and everybody in it, live. */
export function ClusterView({ id }: { readonly id: number }) {
  const t = useMessages(clusterMessages);
  const mapTexts = useMessages(mapMessages);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(trpc.clusters.byId.queryOptions({ id }));
  useFeed(
    trpc.clusters.watch.subscriptionOptions(
      { id },
      {
        enabled: data !== undefined,
        onData: (cluster) => queryClient.setQueryData(trpc.clusters.byId.queryKey({ id }), cluster),
      },
    ),
  );
  const cluster = data?.cluster;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/clusters' }, { label: cluster?.name ?? t.numbered(id) }]}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {cluster?.name ?? t.numbered(id)}
            {cluster && <ClusterHealth {...cluster.schedulers} />}
            {cluster?.isDefault && <Badge>{t.default}</Badge>}
          </span>
        }
        actions={
          <>
            <Button asChild>
              <Link href={mapHref(id)}>
                <Waypoints aria-hidden />
                {mapTexts.title}
              </Link>
            </Button>
            {cluster && <ClusterActions id={id} name={cluster.name} tenantId={cluster.tenantId} />}
          </>
        }
        note={cluster && (cluster.bio === '' ? t.schedulerCluster(cluster.id) : cluster.bio)}
      />
      {error !== null && data === undefined && (
        <LoadProblem what={t.thisCluster} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Waiting />}
      {data !== undefined && (
        <SectionTabs
          sections={[
            {
              name: 'schedulers',
              label: t.schedulers,
              count: data.schedulers.length,
              content: <SchedulersTable schedulers={data.schedulers} />,
            },
            {
              name: 'seed-peers',
              label: t.seedPeers,
              count: data.seedPeers.length,
              content: <HostsPanel hosts={data.seedPeers} kind="seed" />,
            },
            {
              name: 'peers',
              label: t.peers,
              count: data.peers.length,
              content: <HostsPanel hosts={data.peers} kind="normal" />,
            },
            { name: 'settings', label: t.settings, content: <SettingsCard id={id} /> },
          ]}
        />
      )}
    </>
  );
}

function Waiting() {
  return (
    <Card aria-busy>
      <SkeletonRows rows={5} />
    </Card>
  );
}
