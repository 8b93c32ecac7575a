import { Failure, type HostId, type PeerId, type PieceSpan, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { ParentAddress } from '../transport/transport.ts';
import type { HostSpeeds, TimedTransfer } from './host-speeds.ts';
import type { PieceFeed } from './piece-feed.ts';
import type { Quarantine } from './quarantine.ts';
import type { ParentCandidate } from './scheduling.ts';

/** How a parent became known: from the scheduler, or as another peer that fetches the same task. */
export type Acquaintance = 'scheduled' | 'companion';

interface LiveParent {
  readonly candidate: ParentCandidate;
  known: Acquaintance;
  readonly available: Map<number, ParentAddress>;
  /** Pieces it failed to give; not asked for again. */
  readonly refused: Set<number>;
  readonly stop: AbortController;
  /** Streams on which it may still tell of more pieces. */
  open: number;
  /** Failures since the last piece it gave. */
  failures: number;
  /** Damaged pieces, ever. */
  damaged: number;
  /** It has no room before that, on the monotonic clock. */
  busyUntilMs: number;
  /** When each piece may be asked of it again that it gives to somebody else. */
  readonly later: Map<number, number>;
}

/** A parent to ask. */
export interface Choice {
  readonly address: ParentAddress;
  /** When the piece should be here, counting what its host already sends to this one. */
  readonly expectedMs: number;
  /** None of the parents was measured yet. */
  readonly guessed: boolean;
}

export interface CountedTransfer extends TimedTransfer {
  /** The parent is to blame; the piece is not asked of it again. */
  failed(number: number, damaged: boolean): void;
}

export interface ParentSetOptions {
  readonly task: TaskId;
  readonly feed: PieceFeed;
  readonly speeds: HostSpeeds;
  readonly quarantine: Quarantine;
  readonly log: Log;
  /** Called whenever a parent comes, goes or tells of a piece. */
  readonly changed: () => void;
  readonly canReach: (address: ParentAddress) => boolean;
  /** A parent broke off telling what it has. */
  readonly onLost: () => void;
}

const maxParents = 16;
const maxFailures = 2;
/** Its other pieces may be good, so a parent that sends damaged ones is not left at once. */
const maxDamaged = 8;
/** Bytes a second of a parent when none is known: what a gigabit link carries. */
const usualRate = 125e6;
const nothing = () => undefined;

/** The parents of one download: which pieces each holds, how fast it is, and whom to ask next. */
export class ParentSet {
  readonly #options: ParentSetOptions;
  readonly #parents = new Map<PeerId, LiveParent>();
  readonly #tried = new Set<PeerId>();
  readonly #interest = new Set<number>();
  /** Of every peer ever offered. */
  readonly #hosts = new Map<PeerId, HostId>();
  readonly #followers = new Set<Promise<void>>();

  constructor(options: ParentSetOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#parents.size;
  }

  /** Everybody offered since the last call, there or gone: whom not to be offered again. */
  triedIds(): PeerId[] {
    const tried = [...this.#tried];
    this.#tried.clear();
    return tried;
  }

  /** Lets parents that stayed try again what they failed to give; false when there was nothing to forgive. */
  forgive(): boolean {
    let any = false;
    for (const { refused } of this.#parents.values()) {
      any ||= refused.size > 0;
      refused.clear();
    }
    return any;
  }

  /** Follows candidates not known yet. More than sixteen of a kind are not followed at once. */
  offer(candidates: readonly ParentCandidate[], interesting: readonly number[], how: Acquaintance = 'scheduled'): void {
    this.want(interesting);
    for (const candidate of candidates) {
      this.#hosts.set(candidate.peer, candidate.host);
      if (this.#options.quarantine.holds(candidate.host)) {
        this.#tried.add(candidate.peer);
        continue;
      }
      const known = this.#parents.get(candidate.peer);
      if (known !== undefined && how === 'scheduled') known.known = how;
      if ((known?.open ?? 0) > 0 || (known === undefined && this.#count(how) >= maxParents)) continue;
      if (known !== undefined) this.#remove(known);
      const parent: LiveParent = {
        candidate,
        known: how,
        available: new Map(),
        refused: new Set(),
        stop: new AbortController(),
        open: 0,
        failures: 0,
        damaged: 0,
        busyUntilMs: 0,
        later: new Map(),
      };
      this.#parents.set(candidate.peer, parent);
      if (how === 'scheduled') this.#tried.add(candidate.peer);
      this.#listen(parent, interesting);
    }
  }

  /** Has parents tell of these pieces, too, when they were not asked about them before. */
  want(interesting: readonly number[]): void {
    const more = interesting.filter((number) => !this.#interest.has(number));
    if (more.length === 0) return;
    for (const number of more) this.#interest.add(number);
    for (const parent of this.#parents.values()) this.#listen(parent, more);
  }

  /** Where a peer runs that was offered once. */
  hostOf(peer: PeerId): HostId | undefined {
    return this.#hosts.get(peer);
  }

  /** How many parents hold the piece; 0: none that would give it now. */
  copies(number: number): number {
    let copies = 0;
    let free = false;
    const nowMs = performance.now();
    for (const parent of this.#parents.values()) {
      if (!holds(parent, number)) continue;
      copies += 1;
      free ||= mayBeAsked(parent, number, nowMs);
    }
    return free ? copies : 0;
  }

  /** The parent has no room for a while, or not for this piece. */
  busy(peer: PeerId, forMs: number, piece?: number): void {
    const parent = this.#parents.get(peer);
    if (parent === undefined) return;
    const untilMs = performance.now() + forMs;
    if (piece === undefined) parent.busyUntilMs = untilMs;
    else parent.later.set(piece, untilMs);
  }

  /** In how many milliseconds the next of those that are busy may be asked again; undefined when none is. */
  freeInMs(): number | undefined {
    const nowMs = performance.now();
    let soonestMs: number | undefined;
    for (const { busyUntilMs, later } of this.#parents.values()) {
      for (const [piece, untilMs] of later) if (untilMs <= nowMs) later.delete(piece);
      for (const untilMs of [busyUntilMs, ...later.values()]) {
        if (untilMs > nowMs) soonestMs = Math.min(soonestMs ?? Number.POSITIVE_INFINITY, untilMs - nowMs);
      }
    }
    return soonestMs;
  }

  /** True while somebody holds the piece or may still get it. Companions wait as this peer does: they give no hope. */
  hopeFor(number: number): boolean {
    for (const parent of this.#parents.values()) {
      if (!parent.refused.has(number) && (parent.available.has(number) || mayGet(parent))) return true;
    }
    return false;
  }

  /** The parent expected to deliver the piece soonest, among those on other hosts than `except`. */
  bestFor({ number, length }: Pick<PieceSpan, 'number' | 'length'>, except?: HostId): Choice | undefined {
    const { speeds } = this.#options;
    const fastest = this.#fastest();
    const nowMs = performance.now();
    let best: Choice | undefined;
    for (const parent of this.#parents.values()) {
      const address = parent.available.get(number);
      const { host } = parent.candidate;
      if (address === undefined || !holds(parent, number) || host === except) continue;
      if (!mayBeAsked(parent, number, nowMs)) continue;
      // Who has not been tried is taken to be as fast as the fastest, so that it is tried.
      const expectedMs = speeds.expectedMs(host, length, fastest ?? usualRate);
      if (best === undefined || expectedMs < best.expectedMs) {
        best = { address, expectedMs, guessed: fastest === undefined };
      }
    }
    return best;
  }

  /** Counts a transfer of a piece of `bytes`; call exactly one of the result's methods when it is over. */
  begin(peer: PeerId, bytes: number): CountedTransfer {
    const parent = this.#parents.get(peer);
    if (parent === undefined) return { delivered: nothing, outrun: nothing, ended: nothing, failed: nothing };
    const timed = this.#options.speeds.begin(parent.candidate.host, bytes);
    return {
      ...timed,
      delivered: (costMs) => {
        parent.failures = 0;
        timed.delivered(costMs);
      },
      failed: (number, damaged) => {
        timed.ended();
        parent.refused.add(number);
        if (damaged) {
          parent.damaged += 1;
          this.#options.quarantine.damaged(parent.candidate.host);
        } else parent.failures += 1;
        if (parent.failures >= maxFailures || parent.damaged >= maxDamaged) this.drop(peer);
      },
    };
  }

  /** Forgets a parent and stops following it. */
  drop(peer: PeerId): void {
    const parent = this.#parents.get(peer);
    if (parent === undefined) return;
    this.#remove(parent);
    this.#options.changed();
  }

  dropAll(): void {
    for (const peer of [...this.#parents.keys()]) this.drop(peer);
  }

  /** Stops following everybody and waits until that is done. */
  async close(): Promise<void> {
    this.dropAll();
    await Promise.all(this.#followers);
  }

  #count(how: Acquaintance): number {
    let count = 0;
    for (const { known } of this.#parents.values()) if (known === how) count += 1;
    return count;
  }

  #fastest(): number | undefined {
    let fastest: number | undefined;
    for (const { candidate } of this.#parents.values()) {
      const rate = this.#options.speeds.bytesPerSecond(candidate.host);
      if (rate !== undefined && rate > (fastest ?? 0)) fastest = rate;
    }
    return fastest;
  }

  #remove(parent: LiveParent): void {
    parent.open = 0;
    parent.stop.abort();
    if (this.#parents.get(parent.candidate.peer) === parent) this.#parents.delete(parent.candidate.peer);
  }

  #listen(parent: LiveParent, interesting: readonly number[]): void {
    parent.open += 1;
    const following = this.#follow(parent, interesting).finally(() => this.#followers.delete(following));
    this.#followers.add(following);
  }

  async #follow(parent: LiveParent, interesting: readonly number[]): Promise<void> {
    const { feed, task, changed, canReach, log, onLost } = this.#options;
    const { candidate, stop } = parent;
    try {
      for await (const { number, address } of feed.follow(candidate, task, interesting, stop.signal)) {
        if (!canReach(address)) continue;
        parent.available.set(number, address);
        changed();
      }
      if (stop.signal.aborted) return;
      parent.open -= 1;
      if (parent.open === 0 && parent.available.size === 0) this.#remove(parent);
    } catch (thrown) {
      if (stop.signal.aborted) return;
      const failure = Failure.from(thrown);
      log.debug({ parent: candidate.peer, err: failure }, 'a parent left');
      onLost();
      this.#remove(parent);
    }
    changed();
  }
}

const holds = (parent: LiveParent, number: number) => parent.available.has(number) && !parent.refused.has(number);

const mayBeAsked = ({ busyUntilMs, later }: LiveParent, number: number, nowMs: number) =>
  busyUntilMs <= nowMs && (later.get(number) ?? 0) <= nowMs;

const mayGet = ({ known, open }: LiveParent) => known === 'scheduled' && open > 0;
