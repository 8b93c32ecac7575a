import type { Reader } from '../access/access-rule.ts';
import type { LiveHost } from '../live/live-view.ts';
import type { VisibleLive } from './clusters.ts';

interface MemberRow {
  readonly id: number;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  readonly leaseRenewedAt: Date | null;
  /** When the lease ends or ended; `null` when it never kept alive. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface SchedulerRow extends MemberRow {
  readonly schedulerClusterId: number;
  readonly features: readonly string[];
  /** How often it says that it is alive. */
  readonly keepAliveIntervalMs: number;
}

export interface SeedPeerRow extends MemberRow {
  readonly seedPeerClusterId: number;
  /** The scheduler clusters that its cluster serves. */
  readonly schedulerClusterIds: readonly number[];
  readonly downloadPort: number;
  /** `super`, `strong` or `weak`. */
  readonly type: string;
}

/** Reads members; rows that the reader may not see do not exist. By id. */
export interface MemberStore {
  schedulers(reader: Reader): Promise<readonly SchedulerRow[]>;
  seedPeers(reader: Reader): Promise<readonly SeedPeerRow[]>;
}

interface Leased {
  readonly state: 'active' | 'inactive';
}

/** What a scheduler tells the console over its stream. */
export interface SchedulerLine {
  readonly connected: boolean;
  /** When its stream last opened or closed. */
  readonly sinceMs: number;
  readonly startedAtMs: number;
  readonly hosts: number;
  readonly tasks: number;
}

export interface SchedulerMember extends SchedulerRow, Leased {
  /** Absent when this console has not heard of it: a scheduler of Dragonfly's own tells nothing. */
  readonly line: SchedulerLine | undefined;
}

/** A seed peer that registered here, as Dragonfly's do, or that a scheduler tells of, as ours do, or both. */
export interface SeedPeerMember
  extends Leased,
    Pick<SeedPeerRow, 'hostname' | 'ip' | 'port' | 'idc' | 'location' | 'schedulerClusterIds'> {
  /** Empty for one that did not register. */
  readonly type: string;
  readonly registered: Pick<SeedPeerRow, 'expiresAt' | 'updatedAt'> | undefined;
  /** When a connected scheduler last heard of it. */
  readonly announcedAtMs: number | undefined;
}

export interface Members {
  schedulers(reader: Reader): Promise<readonly SchedulerMember[]>;
  seedPeers(reader: Reader): Promise<readonly SeedPeerMember[]>;
}

export interface MembersNeeds {
  readonly store: MemberStore;
  readonly live: VisibleLive;
  readonly now: () => number;
}

/** Schedulers and seed peers of the clusters that a reader sees, with the state their leases give them now. */
export function createMembers({ store, live, now }: MembersNeeds): Members {
  const stateOf = ({ expiresAt }: MemberRow): Leased['state'] =>
    expiresAt !== null && expiresAt.getTime() > now() ? 'active' : 'inactive';
  return {
    async schedulers(reader) {
      const [rows, view] = await Promise.all([store.schedulers(reader), live(reader)]);
      const lines = new Map(view.schedulers().map((line) => [keyOf(line), line]));
      return rows.map((row) => {
        const line = lines.get(keyOf(row));
        return { ...row, state: stateOf(row), line: line && lineOf(line) };
      });
    },
    async seedPeers(reader) {
      const [rows, view] = await Promise.all([store.seedPeers(reader), live(reader)]);
      const seeds = view.hosts().filter(({ kind }) => kind === 'seed');
      const known = new Set(rows.map(placeOf));
      const announced = seeds.filter((host) => !known.has(placeOf(host)));
      return [
        ...rows.map((row) => registeredSeed(row, stateOf(row), seeds)),
        ...[...new Set(announced.map(placeOf))].map((place) =>
          announcedSeed(announced.filter((host) => placeOf(host) === place)),
        ),
      ];
    },
  };
}

const keyOf = ({
  schedulerClusterId,
  hostname,
  ip,
  port,
}: Pick<SchedulerRow, 'hostname' | 'ip' | 'port'> & { readonly schedulerClusterId: number }) =>
  JSON.stringify([schedulerClusterId, hostname, ip, port]);

const lineOf = ({ connected, sinceMs, startedAtMs, hosts, tasks }: SchedulerLine): SchedulerLine => ({
  ...{ connected, sinceMs, startedAtMs, hosts, tasks },
});

/** Tells seed peers apart, whoever tells of them. */
const placeOf = ({ hostname, ip }: Pick<LiveHost, 'hostname' | 'ip'>) => `${hostname} ${ip}`;

/** When one of them was last heard of by a scheduler that is connected. */
const lastAnnounced = (hosts: readonly LiveHost[]): number | undefined => {
  const heard = hosts.filter(({ stale }) => !stale).map(({ announcedAtMs }) => announcedAtMs);
  return heard.length === 0 ? undefined : Math.max(...heard);
};

function registeredSeed(row: SeedPeerRow, lease: Leased['state'], seeds: readonly LiveHost[]): SeedPeerMember {
  const { hostname, ip, port, idc, location, schedulerClusterIds, type, expiresAt, updatedAt } = row;
  const announcedAtMs = lastAnnounced(seeds.filter((host) => placeOf(host) === placeOf(row)));
  return {
    ...{ hostname, ip, port, idc, location, schedulerClusterIds, type, announcedAtMs },
    registered: { expiresAt, updatedAt },
    state: lease === 'active' || announcedAtMs !== undefined ? 'active' : 'inactive',
  };
}

/** One host as its schedulers tell of it: there is at least one. */
function announcedSeed(hosts: readonly LiveHost[]): SeedPeerMember {
  const [{ hostname = '', ip = '', port = 0, idc = '', location = '' } = {}] = hosts;
  const announcedAtMs = lastAnnounced(hosts);
  return {
    ...{ hostname, ip, port, idc, location, type: '', registered: undefined, announcedAtMs },
    schedulerClusterIds: [...new Set(hosts.map(({ schedulerClusterId }) => schedulerClusterId))],
    state: announcedAtMs === undefined ? 'inactive' : 'active',
  };
}
