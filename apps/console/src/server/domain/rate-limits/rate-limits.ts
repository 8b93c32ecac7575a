import { Failure } from '@damselfly/core';

/** `burst` at once after a pause, and one more every `intervalMs`. */
export interface Rate {
  readonly intervalMs: number;
  readonly burst: number;
}

export interface AskedTake extends Rate {
  readonly key: string;
}

/** Counts for all consoles that share the database. */
export interface RateLimitStore {
  take(
    asked: readonly AskedTake[],
  ): Promise<readonly { readonly key: string; readonly allowed: boolean; readonly fullInMs: number }[]>;
  forget(key: string): Promise<void>;
}

export interface Verdict {
  readonly key: string;
  readonly allowed: boolean;
  readonly burst: number;
  /** How many more may come now. */
  readonly left: number;
  /** Until the whole burst is there again. */
  readonly fullInMs: number;
  /** Until one more may come; 0 when it may now. */
  readonly waitMs: number;
}

/** Somebody does something more often than allowed. */
export class RateLimited extends Failure {
  readonly retryAfterSeconds: number;

  constructor(sentence: string, waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    super('exhausted', `${sentence} Try again in ${seconds} s.`);
    this.retryAfterSeconds = seconds;
  }
}

const maxRemembered = 20_000;

/**
 * How often things may be done, shared by replicas. Each asking is one statement; a key that was refused is not asked for
 * again before it can pass, so that whoever hammers costs nothing.
 */
export class RateLimits {
  readonly #store: RateLimitStore;
  readonly #now: () => number;
  readonly #refused = new Map<string, { readonly untilMs: number; readonly verdict: Verdict }>();

  constructor(store: RateLimitStore, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** Takes one of each, in the order asked. Where one is refused, what the others took is gone. */
  async take(asked: readonly AskedTake[]): Promise<readonly Verdict[]> {
    const known = asked.map(({ key }) => this.#known(key));
    const fresh = asked.filter((_, n) => known[n] === undefined);
    const taken = fresh.length === 0 ? [] : await this.#store.take(fresh);
    return asked.map((one, n) => known[n] ?? this.#seen(one, taken));
  }

  /** Whoever has the key begins anew. */
  async forget(key: string): Promise<void> {
    this.#refused.delete(key);
    await this.#store.forget(key);
  }

  #known(key: string): Verdict | undefined {
    const held = this.#refused.get(key);
    if (held === undefined) return undefined;
    const waitMs = held.untilMs - this.#now();
    if (waitMs > 0) return { ...held.verdict, waitMs };
    this.#refused.delete(key);
    return undefined;
  }

  #seen({ key, intervalMs, burst }: AskedTake, taken: Awaited<ReturnType<RateLimitStore['take']>>): Verdict {
    const { allowed = true, fullInMs = 0 } = taken.find((one) => one.key === key) ?? {};
    // A hair of tolerance: the database counts in microseconds, not in binary fractions.
    const left = Math.max(0, Math.floor(burst - fullInMs / intervalMs + 1e-6));
    const waitMs = allowed ? 0 : Math.max(1, fullInMs + intervalMs - burst * intervalMs);
    const verdict = { key, allowed, burst, left, fullInMs, waitMs };
    if (!allowed) {
      if (this.#refused.size >= maxRemembered) this.#refused.clear();
      this.#refused.set(key, { untilMs: this.#now() + waitMs, verdict });
    }
    return verdict;
  }
}
