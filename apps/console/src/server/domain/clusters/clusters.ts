import { Failure } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { LiveHost, LiveSource, LiveView } from '../live/live-view.ts';
import type { PeerPlace } from '../topology/search.ts';
import type { Landing, Topology } from '../topology/topology.ts';
import type { ClusterRow, ClusterStore, InstanceRow } from './stores.ts';
import { visibleTasks } from './visible-tasks.ts';

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
  /** At most `maxListedHosts` of each; the cluster's counts say how many there are. */
  readonly seedPeers: readonly LiveHost[];
  readonly peers: readonly LiveHost[];
}

/** What one answer may hold: a cluster of 100,000 peers is not sent whole. */
export const maxListedHosts = 1000;

/** The running system as far as a reader sees it: its clusters, or those of them that are `wanted`. */
export type VisibleLive = (reader: Reader, wanted?: (clusterId: number) => boolean) => Promise<LiveView>;

export interface Clusters {
  list(reader: Reader): Promise<readonly ClusterSummary[]>;
  /** Throws `notFound`, also for a cluster that the reader may not see. */
  byId(reader: Reader, id: number): Promise<ClusterDetails>;
  /** Where a peer would land among the clusters that the reader sees, the best first, and why. */
  landings(reader: Reader, peer: PeerPlace): Promise<readonly Landing[]>;
  readonly visibleLive: VisibleLive;
}

export interface ClustersNeeds {
  readonly store: ClusterStore;
  readonly live: LiveSource;
  readonly topology: Pick<Topology, 'explain'>;
  readonly now: () => number;
}

/** Clusters: their rows, joined with what schedulers tell of them. */
export function createClusters({ store, live, topology, now }: ClustersNeeds): Clusters {
  const withState = (row: InstanceRow): SchedulerInfo => ({
    ...row,
    state: row.expiresAt !== null && row.expiresAt.getTime() > now() ? 'active' : 'inactive',
  });
  const viewOf = async (reader: Reader, rows: readonly ClusterRow[]): Promise<LiveView> =>
    live.seenBy(visibleTasks(reader, rows, await store.applicationTenants()));
  return {
    async list(reader) {
      const [rows, schedulers] = await Promise.all([store.list(reader), store.schedulers(reader)]);
      return summaries(rows, schedulers.map(withState), await viewOf(reader, rows));
    },
    async byId(reader, id) {
      const row = await store.byId(reader, id);
      if (row === undefined) throw new Failure('notFound', `There is no cluster ${id}.`);
      const schedulers = (await store.schedulers(reader)).filter((one) => one.schedulerClusterId === id).map(withState);
      const view = await viewOf(reader, [row]);
      const [cluster] = summaries([row], schedulers, view);
      if (cluster === undefined) throw new Failure('internal', 'a cluster was lost while it was summed up');
      const hosts = view.hosts();
      return {
        cluster,
        schedulers,
        seedPeers: hosts.filter(({ kind }) => kind === 'seed').slice(0, maxListedHosts),
        peers: hosts.filter(({ kind }) => kind === 'normal').slice(0, maxListedHosts),
      };
    },
    async landings(reader, peer) {
      const [landings, rows] = await Promise.all([topology.explain(peer), store.list(reader)]);
      const visible = new Set(rows.map(({ id }) => id));
      return landings.filter(({ clusterId }) => visible.has(clusterId));
    },
    visibleLive: async (reader, wanted = () => true) =>
      viewOf(
        reader,
        (await store.list(reader)).filter(({ id }) => wanted(id)),
      ),
  };
}

interface Counts {
  active: number;
  inactive: number;
  seedPeers: number;
  peers: number;
  runningTasks: number;
}

/** One pass over each kind of fact, however many clusters there are. */
function summaries(
  rows: readonly ClusterRow[],
  schedulers: readonly SchedulerInfo[],
  view: LiveView,
): ClusterSummary[] {
  const counts = new Map<number, Counts>(
    rows.map(({ id }) => [id, { active: 0, inactive: 0, seedPeers: 0, peers: 0, runningTasks: 0 }]),
  );
  const count = (clusterId: number, what: keyof Counts) => {
    const ofCluster = counts.get(clusterId);
    if (ofCluster !== undefined) ofCluster[what] += 1;
  };
  for (const { schedulerClusterId, state } of schedulers) count(schedulerClusterId, state);
  for (const { schedulerClusterId, kind } of view.hosts())
    count(schedulerClusterId, kind === 'seed' ? 'seedPeers' : 'peers');
  for (const { schedulerClusterId, facts } of view.tasks()) {
    if (facts.state === 'running') count(schedulerClusterId, 'runningTasks');
  }
  return rows.map((row) => {
    const { active = 0, inactive = 0, seedPeers = 0, peers = 0, runningTasks = 0 } = counts.get(row.id) ?? {};
    return { ...row, schedulers: { active, inactive }, seedPeers, peers, runningTasks };
  });
}
