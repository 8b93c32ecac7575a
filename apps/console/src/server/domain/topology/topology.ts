import { Failure } from '@damselfly/core';
import { Directory } from './directory.ts';
import { defaultKeepAliveIntervalMs, HeldLease, isActive, type LeaseNeeds, leaseLengthMs } from './leases.ts';
import { checkHost, checkMemberKey, checkPlace, checkScheduler, checkSeedPeer } from './registration.ts';
import { explainScore, isMeant, type PeerPlace, rankClusters, type ScorePart } from './search.ts';
import type {
  ApplicationRecord,
  ClusterRecord,
  MemberKey,
  SchedulerRecord,
  SchedulerRegistration,
  SeedPeerRecord,
  SeedPeerRegistration,
  TopologyStores,
} from './stores.ts';

export interface SchedulerOfCluster {
  readonly scheduler: SchedulerRecord;
  readonly cluster: ClusterRecord;
}

export interface SeedPeerOfCluster {
  readonly seedPeer: SeedPeerRecord;
  readonly cluster: ClusterRecord;
}

/** A scheduler with the active seed peers of its cluster, and the hosts there that shall get no new children. */
export interface SchedulerInCharge extends SchedulerOfCluster {
  readonly seedPeers: readonly SeedPeerRecord[];
  /** Ids as daemons compute them. */
  readonly drainingHosts: readonly string[];
}

/** A keepalive stream's hold on its member. */
export interface Membership {
  renew(): Promise<void>;
  end(): Promise<void>;
}

/** A cluster as a place for a peer. */
export interface Landing {
  readonly clusterId: number;
  readonly clusterName: string;
  /** 0 to 1; the peer goes to the first whose schedulers answer. */
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** The cluster's scopes mean the peer, or say nothing. */
  readonly meant: boolean;
  /** Schedulers that it would be told of. */
  readonly schedulers: number;
}

/** Who belongs to which cluster, who is alive, and which cluster suits whom. */
export interface Topology {
  /** Throws `invalid`, `notFound` for an unknown cluster. */
  registerScheduler(registration: SchedulerRegistration): Promise<SchedulerOfCluster>;
  registerSeedPeer(registration: SeedPeerRegistration): Promise<SeedPeerOfCluster>;
  /** A scheduler by host name and cluster, with what it needs to know of its cluster. Throws `notFound`. */
  scheduler(key: MemberKey): Promise<SchedulerInCharge>;
  /** A seed peer by host name and cluster, with the active schedulers of its cluster. Throws `notFound`. */
  seedPeer(key: MemberKey): Promise<SeedPeerOfCluster & { readonly schedulers: readonly SchedulerRecord[] }>;
  /** The active seed peers of the cluster this seed peer is in. Throws `notFound` when there is none. */
  seedPeersBeside(host: { readonly hostname: string; readonly ip: string }): Promise<readonly SeedPeerOfCluster[]>;
  removeSeedPeer(key: MemberKey): Promise<void>;
  /** Active schedulers: of one cluster when the peer names it, otherwise of all, the best cluster first. */
  schedulersFor(peer: PeerPlace, clusterId?: number): Promise<readonly SchedulerOfCluster[]>;
  /** Where a peer would land and why, the best cluster first. With strict scopes, clusters that do not mean it come last. */
  explain(peer: PeerPlace): Promise<readonly Landing[]>;
  /** Clusters or applications were changed: what was read of them is old. */
  changed(): void;
  /** Throws `notFound` when there is none, which Dragonfly's clients expect. */
  applications(): Promise<readonly ApplicationRecord[]>;
  /** Takes over the lease of a member; one that is not registered is, with Dragonfly's usual ports. Throws `notFound`. */
  keepScheduler(key: MemberKey, holder: string): Promise<Membership>;
  keepSeedPeer(key: MemberKey, holder: string): Promise<Membership>;
  /** Throws `precondition` when no such scheduler is registered. */
  checkRegistered(key: MemberKey): Promise<void>;
}

export interface TopologyNeeds {
  readonly stores: TopologyStores;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Leaves out clusters whose scopes do not mean the peer, instead of ranking them last. */
  readonly strictScopes?: boolean;
}

/** What Dragonfly schedulers can do unless they say otherwise. */
export const defaultFeatures: readonly string[] = ['schedule', 'preheat'];
const schedulerPort = 8002;
const seedPeerPorts = { port: 4000, downloadPort: 4001 };

export function createTopology({ stores, now, strictScopes: strict = false }: TopologyNeeds): Topology {
  const directory = new Directory({ stores, now });
  const schedules = (scheduler: SchedulerRecord) =>
    isActive(scheduler, now()) && scheduler.features.includes('schedule');
  const clusterOf = async (id: number): Promise<ClusterRecord> => {
    const cluster = await stores.clusters.byId(id);
    if (cluster === undefined) throw new Failure('notFound', `there is no cluster ${id}; create it in the console`);
    return cluster;
  };
  const held = (store: LeaseNeeds['store'], key: MemberKey, holder: string, intervalMs: number): Membership => {
    const lengthMs = leaseLengthMs(intervalMs);
    return new HeldLease({ store, key, holder, lengthMs, now, onChange: () => directory.changed() });
  };

  return {
    async registerScheduler(registration) {
      checkScheduler(registration);
      const features = registration.features.length > 0 ? registration.features : defaultFeatures;
      const scheduler = await stores.schedulers.upsert({ ...registration, features }, now());
      directory.changed();
      return { scheduler, cluster: await clusterOf(scheduler.clusterId) };
    },
    async registerSeedPeer(registration) {
      checkSeedPeer(registration);
      const seedPeer = await stores.seedPeers.upsert(registration, now());
      return { seedPeer, cluster: await clusterOf(seedPeer.clusterId) };
    },
    async scheduler(key) {
      checkMemberKey(key);
      const scheduler = pick(await stores.schedulers.list(key.clusterId), key);
      if (scheduler === undefined) throw unknown('scheduler', key);
      const seedPeers = (await stores.seedPeers.list(key.clusterId)).filter((one) => isActive(one, now()));
      const drainingHosts = await stores.drainingHosts(key.clusterId);
      return { scheduler, cluster: await clusterOf(key.clusterId), seedPeers, drainingHosts };
    },
    async seedPeer(key) {
      checkMemberKey(key);
      const seedPeer = pick(await stores.seedPeers.list(key.clusterId), key);
      if (seedPeer === undefined) throw unknown('seed peer', key);
      const schedulers = (await stores.schedulers.list(key.clusterId)).filter((one) => isActive(one, now()));
      return { seedPeer, cluster: await clusterOf(key.clusterId), schedulers };
    },
    async seedPeersBeside({ hostname, ip }) {
      checkHost(hostname, ip);
      const all = await stores.seedPeers.list();
      const self = all.find((one) => one.hostname === hostname && one.ip === ip);
      const active = all.filter((one) => one.clusterId === self?.clusterId && isActive(one, now()));
      if (self === undefined || active.length === 0) {
        throw new Failure('notFound', `no active seed peer beside ${hostname} at ${ip}`);
      }
      const cluster = await clusterOf(self.clusterId);
      return active.map((seedPeer) => ({ seedPeer, cluster }));
    },
    async removeSeedPeer(key) {
      checkMemberKey(key);
      await stores.seedPeers.remove(key);
    },
    async schedulersFor(peer, clusterId) {
      checkHost(peer.hostname, peer.ip);
      checkPlace(peer);
      const { clusters, schedulers } = await directory.read();
      const ranked =
        clusterId === undefined
          ? rankClusters(clusters, peer, { strict })
          : clusters.filter(({ id }) => id === clusterId);
      return ranked.flatMap((cluster) =>
        schedulers
          .filter((scheduler) => scheduler.clusterId === cluster.id && schedules(scheduler))
          .map((scheduler) => ({ scheduler, cluster })),
      );
    },
    async explain(peer) {
      checkHost(peer.hostname, peer.ip);
      checkPlace(peer);
      const { clusters, schedulers } = await directory.read();
      const landings = rankClusters(clusters, peer, { strict: false }).map((cluster): Landing => {
        const serving = schedulers.filter((one) => one.clusterId === cluster.id && schedules(one));
        const meant = isMeant(cluster, peer);
        return {
          ...{ clusterId: cluster.id, clusterName: cluster.name, meant, schedulers: serving.length },
          ...explainScore(cluster, peer),
        };
      });
      return strict ? [...landings.filter(({ meant }) => meant), ...landings.filter(({ meant }) => !meant)] : landings;
    },
    changed: () => directory.changed(),
    async applications() {
      const all = await stores.applications.list();
      if (all.length === 0) throw new Failure('notFound', 'there are no applications');
      return all;
    },
    async keepScheduler(key, holder) {
      checkMemberKey(key);
      const registered = (await stores.schedulers.list(key.clusterId)).find((one) => same(one, key));
      const { keepAliveIntervalMs } =
        registered ??
        (await stores.schedulers.upsert(
          {
            ...{ ...plain(key), port: schedulerPort, idc: '', location: '', features: defaultFeatures },
            keepAliveIntervalMs: defaultKeepAliveIntervalMs,
          },
          now(),
        ));
      return held(stores.schedulers, plain(key), holder, keepAliveIntervalMs);
    },
    async keepSeedPeer(key, holder) {
      checkMemberKey(key);
      if (!(await stores.seedPeers.list(key.clusterId)).some((one) => same(one, key))) {
        const registration = { ...plain(key), ...seedPeerPorts, type: 'super', idc: '', location: '' };
        await stores.seedPeers.upsert(registration, now());
      }
      return held(stores.seedPeers, plain(key), holder, defaultKeepAliveIntervalMs);
    },
    async checkRegistered(key) {
      checkMemberKey(key);
      if ((await stores.schedulers.list(key.clusterId)).some((one) => same(one, key))) return;
      throw new Failure(
        'precondition',
        `no scheduler ${key.hostname} at ${key.ip} in cluster ${key.clusterId}; register it first`,
      );
    },
  };
}

const same = (a: MemberKey, b: MemberKey) => a.hostname === b.hostname && a.ip === b.ip && a.clusterId === b.clusterId;
const plain = ({ clusterId, hostname, ip }: MemberKey): MemberKey => ({ clusterId, hostname, ip });

/** Dragonfly asks by host name alone; of several, the one with the asked address. */
function pick<M extends MemberKey>(members: readonly M[], key: MemberKey): M | undefined {
  return members.find((one) => same(one, key)) ?? members.find(({ hostname }) => hostname === key.hostname);
}

const unknown = (what: string, { hostname, clusterId }: MemberKey) =>
  new Failure('notFound', `no ${what} ${hostname} in cluster ${clusterId}; register it first`);
