import { Failure } from '@damselfly/core';

export interface SignInAttempt {
  /** Forgets the failures before. An attempt that never says so counts as failed. */
  succeeded(): void;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Attempts in a row before waiting, then one more every `refillMs`. */
const perName = { burst: 5, refillMs: 30_000 };
/** One address may hold many people. */
const perIp = { burst: 50, refillMs: 3000 };
const maxBuckets = 20_000;

/**
 * Slows down password guessing, by user and address together and by address alone. A name by itself is not throttled:
 * that would let anybody lock out anybody. Counts in this process only.
 */
export class SignInThrottle {
  readonly #buckets = new Map<string, Bucket>();

  /** Counts an attempt. Throws `exhausted` when there were too many. */
  begin(name: string, ip: string, nowMs: number): SignInAttempt {
    const pair = `${ip} ${name.toLowerCase().slice(0, 64)}`;
    this.#take(ip, perIp, nowMs);
    this.#take(pair, perName, nowMs);
    return { succeeded: () => void this.#buckets.delete(pair) };
  }

  #take(key: string, { burst, refillMs }: typeof perName, nowMs: number): void {
    const known = this.#buckets.get(key);
    const tokens = known === undefined ? burst : Math.min(burst, known.tokens + (nowMs - known.atMs) / refillMs);
    if (tokens < 1) {
      const seconds = Math.ceil(((1 - tokens) * refillMs) / 1000);
      throw new Failure('exhausted', `Too many attempts. Try again in ${seconds} s.`);
    }
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: tokens - 1, atMs: nowMs });
    if (this.#buckets.size > maxBuckets) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}
