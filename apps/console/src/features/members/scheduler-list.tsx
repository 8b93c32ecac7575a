'use client';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { useClusterNames } from '../clusters/index.ts';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList } from '../listing/index.ts';
import { HealthPill } from './health-pill.tsx';
import { LeaseText } from './lease-text.tsx';
import { healthOf, type Scheduler } from './member.ts';
import { memberMessages } from './messages.ts';
import { useStateFilter } from './state-filter.tsx';

const refreshMs = 3000;

/** Every scheduler of the clusters that one sees. */
export function SchedulerList() {
  const t = useMessages(memberMessages);
  const trpc = useTRPC();
  const [clusterId] = useClusterChoice();
  const { state, filter } = useStateFilter();
  const schedulers = useQuery(trpc.members.schedulers.queryOptions(undefined, { refetchInterval: refreshMs }));
  const fits = (one: Scheduler) =>
    (state === '' || one.state === state) && (clusterId === undefined || one.schedulerClusterId === clusterId);
  return (
    <>
      <PageHeader title={t.schedulers.title} note={t.schedulers.note} />
      <LocalList
        label={t.schedulers.title}
        what={t.schedulers.what}
        search={t.schedulers.search}
        placeholder={t.placeholder}
        reading={{ ...schedulers, data: schedulers.data?.filter(fits) }}
        columns={useColumns(schedulers.dataUpdatedAt)}
        sort={{ by: 'name', descending: false }}
        textOf={({ hostname, ip, port, idc, location }) => `${hostname} ${ip}:${port} ${idc} ${location}`}
        rowId={({ id }) => String(id)}
        rowName={({ hostname }) => hostname}
        filters={filter}
        filtered={state !== ''}
        empty={
          <EmptyState
            icon={CalendarClock}
            title={t.schedulers.none}
            action={<CommandLine command="node apps/scheduler/dist/main.js --config scheduler.yaml" />}
          >
            {t.schedulers.noneWhy}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(nowMs: number): readonly LocalColumn<Scheduler>[] {
  const t = useMessages(memberMessages);
  const format = useFormat();
  const clusterName = useClusterNames();
  const featureName = (feature: string) =>
    feature === 'schedule' || feature === 'preheat' ? t.features[feature] : feature;
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(9rem, 1.6fr)', sortBy: ({ hostname }) => hostname },
      cell: ({ hostname, ip, port }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{hostname}</span>
          <span className="block truncate font-mono text-muted text-xs">
            {ip}:{port}
          </span>
        </span>
      ),
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '7rem', sortBy: healthOf },
      cell: (scheduler) => <HealthPill health={healthOf(scheduler)} />,
    },
    {
      ...{ id: 'cluster', header: t.columns.cluster, width: 'minmax(5rem, 1fr)', fromPx: 560 },
      sortBy: ({ schedulerClusterId }) => clusterName(schedulerClusterId),
      cell: ({ schedulerClusterId: id }) => (
        <Link href={`/clusters/${id}`} className="block truncate hover:text-link">
          {clusterName(id)}
        </Link>
      ),
    },
    {
      ...{
        id: 'knows',
        header: t.columns.knows,
        width: '10.5rem',
        fromPx: 900,
        sortBy: ({ line }) => line?.tasks ?? 0,
      },
      cell: ({ line }) => (
        <span className="text-muted tabular-nums">
          {line === undefined ? '–' : t.knows(format.number(line.hosts), format.number(line.tasks))}
        </span>
      ),
    },
    {
      ...{ id: 'features', header: t.columns.features, width: '11rem', fromPx: 760 },
      cell: ({ features }) => (
        <span className="flex flex-wrap gap-1">
          {features.map((feature) => (
            <Badge key={feature}>{featureName(feature)}</Badge>
          ))}
        </span>
      ),
    },
    {
      ...{ id: 'place', header: t.columns.place, width: 'minmax(5rem, 0.8fr)', fromPx: 1040 },
      cell: ({ idc, location }) => (
        <span className="block truncate text-muted">{[idc, location].filter(Boolean).join(', ') || '–'}</span>
      ),
    },
    {
      ...{ id: 'lease', header: t.columns.lease, width: '13.5rem', align: 'end', fromPx: 680 },
      sortBy: ({ expiresAt }) => expiresAt?.getTime() ?? 0,
      cell: ({ expiresAt, keepAliveIntervalMs }) => (
        <span className="text-muted tabular-nums">
          <LeaseText expiresAt={expiresAt} nowMs={nowMs} everyMs={keepAliveIntervalMs} />
        </span>
      ),
    },
    {
      ...{ id: 'registered', header: t.columns.registered, width: '7rem', align: 'end', fromPx: 1160 },
      sortBy: ({ updatedAt }) => updatedAt.getTime(),
      cell: ({ updatedAt }) => <RelativeTime atMs={updatedAt.getTime()} />,
    },
  ];
}
