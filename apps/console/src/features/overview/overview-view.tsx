'use client';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { FirstRun, useFirstPull } from '../tasks/index.ts';
import { AlertsCard } from './alerts-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { MembersStrip } from './members-strip.tsx';
import { overviewMessages } from './messages.ts';
import { RecentTasks } from './recent-tasks.tsx';
import { RunningTasks } from './running-tasks.tsx';
import { SavingsCard } from './savings-card.tsx';
import { SlowestCard } from './slowest-card.tsx';
import { ThroughputCard } from './throughput-card.tsx';
import { useOverview } from './use-overview.ts';

const refreshMs = 1500;
const recentCount = 8;
const runningCount = 4;

/** The start page: is it well, what moves, and what the peers saved. */
export function OverviewView() {
  const t = useMessages(overviewMessages);
  const trpc = useTRPC();
  const [clusterId] = useClusterChoice();
  const { data: overview, error, refetch } = useOverview(clusterId);
  const ofCluster = clusterId === undefined ? {} : { clusterId };
  const recent = useQuery(
    trpc.tasks.list.queryOptions({ limit: recentCount, ...ofCluster }, { refetchInterval: refreshMs }),
  );
  const running = useQuery(
    trpc.tasks.list.queryOptions(
      { limit: runningCount, state: 'running', ...ofCluster },
      { refetchInterval: refreshMs },
    ),
  );
  const nothingYet = recent.data?.total === 0 && clusterId === undefined;
  useFirstPull(clusterId === undefined ? recent.data : undefined);
  return (
    <>
      <PageHeader title={t.title} actions={<SavedViews />} />
      {error !== null && overview === undefined && (
        <LoadProblem what={t.theOverview} error={error} onRetry={() => void refetch()} className="mb-4" />
      )}
      <div className="flex flex-col gap-4">
        {overview !== undefined && <AlertsCard alerts={overview.alerts} />}
        <MembersStrip overview={overview} />
        <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <ThroughputCard overview={overview} />
          <SavingsCard overview={overview} />
        </div>
        {!nothingYet && <HistoryCard clusterId={clusterId} />}
        {nothingYet ? (
          <FirstRun />
        ) : (
          <>
            {running.data !== undefined && running.data.total > 0 && <RunningTasks page={running.data} />}
            {overview !== undefined && <SlowestCard slowest={overview.slowest} />}
            <RecentTasks tasks={recent.data?.items} error={recent.error} onRetry={() => void recent.refetch()} />
          </>
        )}
      </div>
    </>
  );
}
