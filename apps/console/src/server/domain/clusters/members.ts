import type { Reader } from '../access/access-rule.ts';
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

export interface SeedPeerMember extends SeedPeerRow, Leased {}

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
    seedPeers: async (reader) => (await store.seedPeers(reader)).map((row) => ({ ...row, state: stateOf(row) })),
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
