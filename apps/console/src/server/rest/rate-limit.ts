/** How many changes a second somebody may make, and how many at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** As the `RateLimit-*` fields want it. */
  readonly headers: Readonly<Record<string, string>>;
}

const maxKeys = 100_000;

/** Counts by key, in this process. A bucket that filled up again is forgotten. */
export class RateLimiter {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(rate: Rate, now: () => number = Date.now) {
    this.#rate = rate;
    this.#now = now;
  }

  take(key: string): Verdict {
    const { perSecond, burst } = this.#rate;
    const nowMs = this.#now();
    const held = this.#buckets.get(key);
    const tokens = held ? Math.min(burst, held.tokens + ((nowMs - held.atMs) * perSecond) / 1000) : burst;
    const allowed = tokens >= 1;
    const left = allowed ? tokens - 1 : tokens;
    if (this.#buckets.size >= maxKeys && held === undefined) this.#forget(nowMs);
    this.#buckets.set(key, { tokens: left, atMs: nowMs });
    const waitSeconds = Math.ceil((1 - left) / perSecond);
    return {
      allowed,
      headers: {
        'RateLimit-Limit': String(burst),
        'RateLimit-Remaining': String(Math.floor(left)),
        'RateLimit-Reset': String(Math.ceil((burst - left) / perSecond)),
        ...(!allowed && { 'Retry-After': String(Math.max(1, waitSeconds)) }),
      },
    };
  }

  /** Those that are full, or else all: nobody is limited for a moment, and memory stays bounded. */
  #forget(nowMs: number): void {
    const { perSecond, burst } = this.#rate;
    for (const [key, { tokens, atMs }] of this.#buckets) {
      if (tokens + ((nowMs - atMs) * perSecond) / 1000 >= burst) this.#buckets.delete(key);
    }
    if (this.#buckets.size >= maxKeys) this.#buckets.clear();
  }
}
