import { Failure, type PeerId, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { ParentAddress } from '../transport/transport.ts';
import type { PieceFeed } from './piece-feed.ts';
import type { ParentCandidate } from './scheduling.ts';

/** A parent and what this download knows of it. */
export interface Parent {
  readonly candidate: ParentCandidate;
  readonly available: ReadonlyMap<number, ParentAddress>;
  /** Transfers under way. */
  readonly inFlight: number;
}

interface LiveParent extends Parent {
  readonly available: Map<number, ParentAddress>;
  /** Pieces it failed to give; not asked for again. */
  readonly refused: Set<number>;
  readonly stop: AbortController;
  inFlight: number;
  /** It may still tell of more pieces. */
  open: boolean;
  /** Moving mean over its transfers of all it sent at once; undefined before the first. */
  bytesPerSecond: number | undefined;
  /** Failures since the last piece it gave. */
  failures: number;
  /** Damaged pieces, ever. */
  damaged: number;
}

export interface ParentSetOptions {
  readonly task: TaskId;
  readonly feed: PieceFeed;
  readonly log: Log;
  /** Called whenever a parent comes, goes or tells of a piece. */
  readonly changed: () => void;
  readonly canReach: (address: ParentAddress) => boolean;
}

const maxParents = 16;
const maxFailures = 2;
/** Its other pieces may be good, so a parent that sends damaged ones is not left at once. */
const maxDamaged = 8;
/** Weight of the newest transfer in the mean. */
const freshness = 0.3;

/** The parents of one download: which pieces each holds, how fast it is, and whom to ask next. */
export class ParentSet {
  readonly #options: ParentSetOptions;
  readonly #parents = new Map<PeerId, LiveParent>();
  readonly #tried = new Set<PeerId>();
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

  /** Follows candidates not known yet. More than sixteen are not followed at once. */
  offer(candidates: readonly ParentCandidate[], interesting: readonly number[]): void {
    for (const candidate of candidates) {
      const known = this.#parents.get(candidate.peer);
      if (known?.open || (known === undefined && this.#parents.size >= maxParents)) continue;
      if (known !== undefined) this.#remove(known);
      const parent: LiveParent = {
        candidate,
        available: new Map(),
        refused: new Set(),
        stop: new AbortController(),
        inFlight: 0,
        open: true,
        bytesPerSecond: undefined,
        failures: 0,
        damaged: 0,
      };
      this.#parents.set(candidate.peer, parent);
      this.#tried.add(candidate.peer);
      const following = this.#follow(parent, interesting).finally(() => this.#followers.delete(following));
      this.#followers.add(following);
    }
  }

  /** How many parents hold the piece; 0: none that would give it. */
  copies(number: number): number {
    let copies = 0;
    for (const parent of this.#parents.values()) if (holds(parent, number)) copies += 1;
    return copies;
  }

  /** True while somebody holds the piece or may still get it. */
  hopeFor(number: number): boolean {
    for (const parent of this.#parents.values()) {
      if (!parent.refused.has(number) && (parent.open || parent.available.has(number))) return true;
    }
    return false;
  }

  /** The parent expected to deliver the piece soonest. */
  bestFor(number: number): { parent: Parent; address: ParentAddress } | undefined {
    const fastest = Math.max(1, ...[...this.#parents.values()].map(({ bytesPerSecond }) => bytesPerSecond ?? 0));
    let best: LiveParent | undefined;
    let bestScore = 0;
    for (const parent of this.#parents.values()) {
      if (!holds(parent, number)) continue;
      // Who has not been tried is taken to be as fast as the fastest, so that it is tried.
      const score = (parent.bytesPerSecond ?? fastest) / (parent.inFlight + 1);
      if (best === undefined || score > bestScore) [best, bestScore] = [parent, score];
    }
    const address = best?.available.get(number);
    return best === undefined || address === undefined ? undefined : { parent: best, address };
  }

  /** Counts a transfer; call exactly one of the result's two methods when it is over. */
  begin(peer: PeerId): {
    delivered(bytes: number, costMs: number): void;
    failed(number: number, damaged: boolean): void;
  } {
    const parent = this.#parents.get(peer);
    if (parent === undefined) return { delivered: () => undefined, failed: () => undefined };
    parent.inFlight += 1;
    const beside = parent.inFlight;
    return {
      delivered: (bytes, costMs) => {
        parent.inFlight -= 1;
        parent.failures = 0;
        const rate = (bytes * beside * 1000) / Math.max(1, costMs);
        const mean = parent.bytesPerSecond ?? rate;
        parent.bytesPerSecond = mean + freshness * (rate - mean);
      },
      failed: (number, damaged) => {
        parent.inFlight -= 1;
        parent.refused.add(number);
        if (damaged) parent.damaged += 1;
        else parent.failures += 1;
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

  #remove(parent: LiveParent): void {
    parent.open = false;
    parent.stop.abort();
    if (this.#parents.get(parent.candidate.peer) === parent) this.#parents.delete(parent.candidate.peer);
  }

  async #follow(parent: LiveParent, interesting: readonly number[]): Promise<void> {
    const { feed, task, changed, canReach, log } = this.#options;
    const { candidate, stop } = parent;
    try {
      for await (const { number, address } of feed.follow(candidate, task, interesting, stop.signal)) {
        if (!canReach(address)) continue;
        parent.available.set(number, address);
        changed();
      }
      parent.open = false;
      if (parent.available.size === 0) this.#remove(parent);
    } catch (thrown) {
      if (stop.signal.aborted) return;
      const failure = Failure.from(thrown);
      log.debug({ parent: candidate.peer, err: failure }, 'a parent left');
      this.#remove(parent);
    }
    changed();
  }
}

const holds = (parent: LiveParent, number: number) => parent.available.has(number) && !parent.refused.has(number);
