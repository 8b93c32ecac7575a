import type { TaskState } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { ClusterSummary, Clusters } from '../clusters/clusters.ts';
import type { LiveView } from '../live/live-view.ts';
import type { ThroughputPoint, TrafficHistory } from './traffic-history.ts';

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
  /** Oldest first. */
  readonly throughput: readonly ThroughputPoint[];
}

export interface Overview {
  summary(reader: Reader): Promise<OverviewSummary>;
}

export interface OverviewNeeds {
  readonly clusters: Pick<Clusters, 'list'>;
  readonly live: Pick<LiveView, 'tasks'>;
  readonly traffic: Pick<TrafficHistory, 'points'>;
}

/** Sums up the clusters that a reader sees. */
export function createOverview({ clusters, live, traffic }: OverviewNeeds): Overview {
  return {
    async summary(reader) {
      const visible = await clusters.list(reader);
      const ids = new Set(visible.map(({ id }) => id));
      const tasks = live.tasks().filter(({ schedulerClusterId }) => ids.has(schedulerClusterId));
      const byState: Record<TaskState, number> = { pending: 0, running: 0, succeeded: 0, failed: 0 };
      for (const { facts } of tasks) byState[facts.state] += 1;
      const sum = (of: (cluster: ClusterSummary) => number) =>
        visible.reduce((total, cluster) => total + of(cluster), 0);
      return {
        clusters: visible.length,
        schedulers: { active: sum((c) => c.schedulers.active), inactive: sum((c) => c.schedulers.inactive) },
        seedPeers: sum((c) => c.seedPeers),
        peers: sum((c) => c.peers),
        tasks: byState,
        bytesFromSource: tasks.reduce((total, task) => total + task.bytesFromSource, 0),
        bytesFromPeers: tasks.reduce((total, task) => total + task.bytesFromPeers, 0),
        throughput: traffic.points(ids),
      };
    },
  };
}
