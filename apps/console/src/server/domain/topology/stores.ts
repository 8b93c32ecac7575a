/** What the manager forbids the clients of a cluster; the clients enforce it. URLs are patterns, the rest is exact. */
export interface BlockRules {
  readonly applications: readonly string[];
  readonly urls: readonly string[];
  readonly tags: readonly string[];
  readonly priorities: readonly number[];
}

interface BlockDirections {
  readonly download?: BlockRules | undefined;
  readonly upload?: BlockRules | undefined;
}

/** Rules by kind of task. An absent entry blocks nothing. */
export interface BlockList {
  readonly task?: { readonly download?: BlockRules | undefined } | undefined;
  readonly persistentTask?: BlockDirections | undefined;
  readonly persistentCacheTask?: BlockDirections | undefined;
}

/** Which hosts a cluster is meant for. Empty text and empty lists say nothing. */
export interface ClusterScopes {
  /** `a|b`: any of them. */
  readonly idc: string;
  /** `area|country|province|city`. */
  readonly location: string;
  readonly cidrs: readonly string[];
  /** Patterns, unanchored. */
  readonly hostnames: readonly string[];
}

/** A cluster as schedulers and peers see it. */
export interface ClusterRecord {
  readonly id: number;
  readonly name: string;
  readonly bio: string;
  readonly isDefault: boolean;
  /** Parents offered at once, 1 to 20. */
  readonly candidateParentLimit: number;
  /** Peers looked at for one choice, 10 to 1000. */
  readonly filterParentLimit: number;
  /** Jobs per second, 1 to 1,000,000. */
  readonly jobRateLimit: number;
  /** Uploads a normal peer serves at once, 1 to 2000. */
  readonly peerLoadLimit: number;
  /** Uploads a seed peer serves at once, 1 to 50,000. */
  readonly seedPeerLoadLimit: number;
  readonly peerBlockList: BlockList;
  readonly seedPeerBlockList: BlockList;
  readonly scopes: ClusterScopes;
}

export interface ClusterStore {
  byId(id: number): Promise<ClusterRecord | undefined>;
  /** All clusters, by id. */
  list(): Promise<readonly ClusterRecord[]>;
}

/** What tells the members of one kind apart. */
export interface MemberKey {
  readonly clusterId: number;
  readonly hostname: string;
  readonly ip: string;
}

/** A member is active while its lease is valid. */
export interface Lease {
  /** The keepalive stream that holds the lease. */
  readonly holder: string;
  readonly renewedAtMs: number;
  readonly expiresAtMs: number;
}

export interface SchedulerRegistration extends MemberKey {
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  readonly features: readonly string[];
  /** How often the scheduler says it is alive. */
  readonly keepAliveIntervalMs: number;
}

export interface SeedPeerRegistration extends MemberKey {
  readonly port: number;
  readonly downloadPort: number;
  /** `super`, `strong` or `weak`. */
  readonly type: string;
  readonly idc: string;
  readonly location: string;
}

/** A registration as it is kept. `lease` is absent before the first keepalive and after the last. */
export type Member<Registration extends MemberKey> = Registration & {
  readonly id: number;
  readonly lease?: Lease;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};
export type SchedulerRecord = Member<SchedulerRegistration>;
export type SeedPeerRecord = Member<SeedPeerRegistration>;

/** Keeps one kind of member; the key is unique. Read-your-writes, also between replicas of the console. */
export interface MemberStore<Registration extends MemberKey> {
  /** Members of one cluster, or of all, by id. */
  list(clusterId?: number): Promise<readonly Member<Registration>[]>;
  /** Inserts, or replaces all fields but id, lease and creation. Two at once leave one record. Unknown cluster: `notFound`. */
  upsert(registration: Registration, atMs: number): Promise<Member<Registration>>;
  /** Gives the member's lease to `lease.holder`, whoever held it. False when there is no such member. */
  renewLease(key: MemberKey, lease: Lease): Promise<boolean>;
  /** Ends the lease if `holder` still holds it; a later holder keeps its own. */
  endLease(key: MemberKey, holder: string): Promise<void>;
  /** False when there was no such member. */
  remove(key: MemberKey): Promise<boolean>;
}

/** Priorities: 0 no meaning, 1 forbidden, 2 to 6 when a peer may go to the source. */
export interface ApplicationRecord {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly bio: string;
  readonly priority: {
    readonly value: number;
    readonly urls: readonly { readonly regex: string; readonly value: number }[];
  };
}

export interface ApplicationStore {
  /** All applications, by id. */
  list(): Promise<readonly ApplicationRecord[]>;
}

/** Everything the membership rules need from a database. */
export interface TopologyStores {
  readonly clusters: ClusterStore;
  readonly schedulers: MemberStore<SchedulerRegistration>;
  readonly seedPeers: MemberStore<SeedPeerRegistration>;
  readonly applications: ApplicationStore;
  /** Ids, as daemons compute them, of the hosts of a cluster that shall get no new children. */
  drainingHosts(clusterId: number): Promise<readonly string[]>;
}
