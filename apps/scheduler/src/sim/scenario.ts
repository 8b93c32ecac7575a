import type { Policy } from '../core/policy.ts';

/** Where a part of the hosts stands. */
export interface Idc {
  readonly name: string;
  /** Zones from wide to narrow, joined by `|`. */
  readonly location: string;
  /** How many of the peers stand there, relative to the others. */
  readonly weight: number;
  readonly seeds: number;
}

/** A situation to simulate. Rates are bytes a second, times milliseconds, shares in [0, 1]. */
export interface Scenario {
  readonly title: string;
  /** Downloads; several of them may share a host. */
  readonly peers: number;
  readonly tasks: number;
  readonly tasksPerHost: number;
  /** Bytes of each task, and of a piece. */
  readonly size: number;
  readonly piece: number;
  readonly piecesAtOnce: number;
  /** Seed hosts, unless the data centres say where seeds stand. */
  readonly seeds: number;
  /** `even`: at a constant rate. `burst`: at a rate that falls to a twentieth over the time. */
  readonly arrival: { readonly over: number; readonly shape: 'even' | 'burst' };
  readonly rates: {
    readonly origin: number;
    readonly seedUp: number;
    readonly seedDown: number;
    readonly peerUp: number;
    readonly peerDown: number;
  };
  /** Without any, all hosts stand in one place. */
  readonly idcs: readonly Idc[];
  /** What one data centre can send to one other. */
  readonly interIdc?: number | undefined;
  /** Hosts that send at a fraction of what they announce. */
  readonly slow?: { readonly share: number; readonly rate: number } | undefined;
  /** Hosts whose pieces are damaged. */
  readonly lying?: { readonly share: number } | undefined;
  /** Hosts that vanish, at a random moment within this time of their arrival. */
  readonly churn?: { readonly share: number; readonly within: number } | undefined;
  /** The scheduler dies, is away for a time, and comes back with its index; hosts find it again within another. */
  readonly restarts: readonly { readonly at: number; readonly away: number; readonly reunion: number }[];
  readonly policy: { readonly [Key in keyof Policy]?: Policy[Key] | undefined };
  /** Seed of every random choice. */
  readonly seed: number;
}
