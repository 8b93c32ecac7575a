'use client';
import { useQuery } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { useClusterNames } from '../clusters/index.ts';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList } from '../listing/index.ts';
import { LeaseText } from './lease-text.tsx';
import type { SeedPeer } from './member.ts';
import { memberMessages } from './messages.ts';
import { useStateFilter } from './state-filter.tsx';

const refreshMs = 3000;

/** Every seed peer of the clusters that one sees. */
export function SeedPeerList() {
  const t = useMessages(memberMessages);
  const trpc = useTRPC();
  const [clusterId] = useClusterChoice();
  const { state, filter } = useStateFilter();
  const seedPeers = useQuery(trpc.members.seedPeers.queryOptions(undefined, { refetchInterval: refreshMs }));
  const fits = (one: SeedPeer) =>
    (state === '' || one.state === state) && (clusterId === undefined || one.schedulerClusterIds.includes(clusterId));
  return (
    <>
      <PageHeader title={t.seedPeers.title} note={t.seedPeers.note} />
      <LocalList
        label={t.seedPeers.title}
        what={t.seedPeers.what}
        search={t.seedPeers.search}
        placeholder={t.placeholder}
        reading={{ ...seedPeers, data: seedPeers.data?.filter(fits) }}
        columns={useColumns(seedPeers.dataUpdatedAt)}
        sort={{ by: 'name', descending: false }}
        textOf={({ hostname, ip, port, idc, location }) => `${hostname} ${ip}:${port} ${idc} ${location}`}
        rowId={({ hostname, ip }) => `${hostname} ${ip}`}
        rowName={({ hostname }) => hostname}
        filters={filter}
        filtered={state !== ''}
        empty={
          <EmptyState
            icon={Layers}
            title={t.seedPeers.none}
            action={<CommandLine command="node apps/peer/dist/dfdaemon.js --config seed.yaml" />}
          >
            {t.seedPeers.noneWhy}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(nowMs: number): readonly LocalColumn<SeedPeer>[] {
  const t = useMessages(memberMessages);
  const format = useFormat();
  const clusterName = useClusterNames();
  const typeName = (type: string) =>
    type === 'super' || type === 'strong' || type === 'weak' ? t.types[type] : type || '–';
  const namesOf = ({ schedulerClusterIds }: SeedPeer) => format.list(schedulerClusterIds.map(clusterName));
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(9rem, 1.6fr)', sortBy: ({ hostname }) => hostname },
      cell: ({ hostname, ip, port }) => (
        <Link href={`/hosts?kind=seed&q=${encodeURIComponent(hostname)}`} className="block min-w-0">
          <span className="block truncate font-medium">{hostname}</span>
          <span className="block truncate font-mono text-muted text-xs">
            {ip}:{port}
          </span>
        </Link>
      ),
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '7rem', sortBy: ({ state }) => state },
      cell: ({ state }) => <StatePill tone={state === 'active' ? 'done' : 'inactive'} label={t.health[state]} />,
    },
    {
      ...{ id: 'cluster', header: t.columns.cluster, width: 'minmax(5rem, 1fr)', fromPx: 560, sortBy: namesOf },
      cell: (seed) => <span className="block truncate">{namesOf(seed) || '–'}</span>,
    },
    {
      ...{ id: 'type', header: t.columns.type, width: '6rem', fromPx: 760, sortBy: ({ type }) => type },
      cell: ({ type }) => typeName(type),
    },
    {
      ...{ id: 'place', header: t.columns.place, width: 'minmax(5rem, 0.8fr)', fromPx: 900 },
      cell: ({ idc, location }) => (
        <span className="block truncate text-muted">{[idc, location].filter(Boolean).join(', ') || '–'}</span>
      ),
    },
    {
      ...{ id: 'alive', header: t.columns.alive, width: '12rem', align: 'end', fromPx: 680 },
      sortBy: ({ announcedAtMs = 0 }) => announcedAtMs,
      cell: ({ registered, announcedAtMs }) => (
        <span className="text-muted tabular-nums">
          {announcedAtMs !== undefined ? (
            <>
              {t.announced} <RelativeTime atMs={announcedAtMs} />
            </>
          ) : (
            <LeaseText expiresAt={registered?.expiresAt ?? null} nowMs={nowMs} />
          )}
        </span>
      ),
    },
  ];
}
