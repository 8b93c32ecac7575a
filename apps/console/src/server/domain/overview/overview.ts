import type { TaskState } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { ClusterSummary, Clusters } from '../clusters/clusters.ts';
import type { ThroughputPoint } from '../live/live-view.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { type Alert, alertsOf } from './alerts.ts';
import { type SlowTask, slowestTasks } from './slow-tasks.ts';

/** The whole system in numbers, as far as a reader sees it. */
export interface OverviewSummary {
  readonly clusters: number;
  readonly schedulers: { readonly active: number; readonly inactive: number };
  readonly seedPeers: number;
  readonly peers: number;
  readonly tasks: Readonly<Record<TaskState, number>>;
  /** Of the tasks that schedulers still know. */
  readonly bytesFromSource: number;
  readonly bytesFromPeers: number;
  /** Oldest first, up to now. */
  readonly throughput: readonly ThroughputPoint[];
  /** The worst first. */
  readonly alerts: readonly Alert[];
  readonly slowest: readonly SlowTask[];
}

export interface Overview {
  /** Of one cluster, or of all that the reader sees. */
  summary(reader: Reader, clusterId?: number): Promise<OverviewSummary>;
}

export interface OverviewNeeds {
  readonly clusters: Pick<Clusters, 'list' | 'visibleLive'>;
  readonly quotas: Pick<Quotas, 'reached'>;
  readonly now: () => number;
}

const slowestShown = 5;

/** Sums up the clusters that a reader sees. */
export function createOverview({ clusters, quotas, now }: OverviewNeeds): Overview {
  return {
    async summary(reader, clusterId) {
      const wanted = (id: number) => clusterId === undefined || id === clusterId;
      const [all, view, reached] = await Promise.all([
        clusters.list(reader),
        clusters.visibleLive(reader, wanted),
        clusterId === undefined ? quotas.reached(reader) : [],
      ]);
      const visible = all.filter(({ id }) => wanted(id));
      const tasks: Record<TaskState, number> = { pending: 0, running: 0, succeeded: 0, failed: 0 };
      let bytesFromSource = 0;
      let bytesFromPeers = 0;
      for (const task of view.tasks()) {
        tasks[task.facts.state] += 1;
        bytesFromSource += task.bytesFromSource;
        bytesFromPeers += task.bytesFromPeers;
      }
      const sum = (of: (cluster: ClusterSummary) => number) =>
        visible.reduce((total, cluster) => total + of(cluster), 0);
      return {
        clusters: visible.length,
        schedulers: { active: sum((c) => c.schedulers.active), inactive: sum((c) => c.schedulers.inactive) },
        seedPeers: sum((c) => c.seedPeers),
        peers: sum((c) => c.peers),
        tasks,
        bytesFromSource,
        bytesFromPeers,
        throughput: view.throughput(),
        alerts: alertsOf(visible, view.hosts(), now(), reached),
        slowest: slowestTasks(view.tasks(), now(), slowestShown),
      };
    },
  };
}
