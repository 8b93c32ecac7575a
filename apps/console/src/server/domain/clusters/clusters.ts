import { Failure } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { LiveHost, LiveView } from '../live/live-view.ts';
import type { ClusterRow, ClusterStore, InstanceRow } from './stores.ts';

/** A scheduler with the state its lease gives it now. */
export interface SchedulerInfo extends InstanceRow {
  readonly state: 'active' | 'inactive';
}

export interface ClusterSummary extends ClusterRow {
  readonly schedulers: { readonly active: number; readonly inactive: number };
  readonly seedPeers: number;
  readonly peers: number;
  readonly runningTasks: number;
}

export interface ClusterDetails {
  readonly cluster: ClusterSummary;
  readonly schedulers: readonly SchedulerInfo[];
  readonly seedPeers: readonly LiveHost[];
  readonly peers: readonly LiveHost[];
}

/** The ids of the clusters that a reader sees. */
export type VisibleClusters = (reader: Reader) => Promise<ReadonlySet<number>>;

export interface Clusters {
  list(reader: Reader): Promise<readonly ClusterSummary[]>;
  /** Throws `notFound`, also for a cluster that the reader may not see. */
  byId(reader: Reader, id: number): Promise<ClusterDetails>;
  readonly visible: VisibleClusters;
}

export interface ClustersNeeds {
  readonly store: ClusterStore;
  readonly live: Pick<LiveView, 'hosts' | 'tasks'>;
  readonly now: () => number;
}

/** Clusters: their rows, joined with what schedulers tell of them. */
export function createClusters({ store, live, now }: ClustersNeeds): Clusters {
  const withState = (row: InstanceRow): SchedulerInfo => ({
    ...row,
    state: row.expiresAt !== null && row.expiresAt.getTime() > now() ? 'active' : 'inactive',
  });
  const summarise = (row: ClusterRow, schedulers: readonly SchedulerInfo[]): ClusterSummary => {
    const ours = schedulers.filter(({ schedulerClusterId }) => schedulerClusterId === row.id);
    const hosts = live.hosts().filter(({ schedulerClusterId }) => schedulerClusterId === row.id);
    const active = ours.filter(({ state }) => state === 'active').length;
    return {
      ...row,
      schedulers: { active, inactive: ours.length - active },
      seedPeers: hosts.filter(({ kind }) => kind === 'seed').length,
      peers: hosts.filter(({ kind }) => kind === 'normal').length,
      runningTasks: live.tasks().filter((task) => task.schedulerClusterId === row.id && task.facts.state === 'running')
        .length,
    };
  };
  return {
    async list(reader) {
      const [rows, schedulers] = await Promise.all([store.list(reader), store.schedulers(reader)]);
      const withStates = schedulers.map(withState);
      return rows.map((row) => summarise(row, withStates));
    },
    async byId(reader, id) {
      const row = await store.byId(reader, id);
      if (row === undefined) throw new Failure('notFound', `There is no cluster ${id}.`);
      const schedulers = (await store.schedulers(reader))
        .filter(({ schedulerClusterId }) => schedulerClusterId === id)
        .map(withState);
      const hosts = live.hosts().filter(({ schedulerClusterId }) => schedulerClusterId === id);
      return {
        cluster: summarise(row, schedulers),
        schedulers,
        seedPeers: hosts.filter(({ kind }) => kind === 'seed'),
        peers: hosts.filter(({ kind }) => kind === 'normal'),
      };
    },
    async visible(reader) {
      return new Set((await store.list(reader)).map(({ id }) => id));
    },
  };
}
