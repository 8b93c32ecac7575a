import { Failure } from '@damselfly/core';
import { FairQueue, plainShare, type Share } from './fair-queue.ts';
import type { RateLimiter } from './rate-limiter.ts';

interface Waiter {
  readonly bytes: number;
  readonly admit: () => void;
}

export interface TokenBucketOptions {
  /** `Infinity` lets everything pass. */
  readonly bytesPerSecond: number;
  /** How much may pass at once after a quiet time; a tenth of a second's worth when absent, at least 64 KiB. */
  readonly burstBytes?: number;
  /** A monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
}

/**
 * A bandwidth limit. A request waits until the bucket holds it, or is full when it is larger than the bucket; the excess
 * is then a debt that later requests wait for, so the mean rate holds for any request size. Who waits is served by
 * shares: ask for at most 512 KiB at a time, so that nobody waits long for somebody else's turn.
 */
export class TokenBucket implements RateLimiter {
  readonly #nowMs: () => number;
  readonly #fixedBurst: number | undefined;
  readonly #waiting = new FairQueue<Waiter>();
  #bytesPerSecond: number;
  #tokens: number;
  #filledAtMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor({ bytesPerSecond, burstBytes, nowMs = () => performance.now() }: TokenBucketOptions) {
    this.#nowMs = nowMs;
    this.#fixedBurst = burstBytes;
    this.#bytesPerSecond = checked(bytesPerSecond);
    this.#tokens = this.#burst;
    this.#filledAtMs = nowMs();
  }

  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  /** Takes effect at once, also for those who wait. */
  setRate(bytesPerSecond: number): void {
    this.#fill();
    this.#bytesPerSecond = checked(bytesPerSecond);
    this.#tokens = Math.min(this.#tokens, this.#burst);
    this.#serve();
  }

  tryTake(bytes: number): boolean {
    if (this.#waiting.size > 0) return false;
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY) return true;
    this.#fill();
    return this.#take(bytes);
  }

  async acquire(bytes: number, signal: AbortSignal, share: Share = plainShare): Promise<void> {
    if (signal.aborted) throw new Failure('cancelled', 'cancelled while waiting for bandwidth');
    if (this.tryTake(bytes)) return;
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        bytes,
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = () => {
        this.#waiting.remove(waiter);
        reject(new Failure('cancelled', 'cancelled while waiting for bandwidth'));
        this.#serve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter, share, bytes);
      this.#serve();
    });
  }

  get #burst(): number {
    return this.#fixedBurst ?? Math.max(64 * 2 ** 10, this.#bytesPerSecond / 10);
  }

  #fill(): void {
    const now = this.#nowMs();
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY) this.#tokens = this.#burst;
    else {
      const gained = ((now - this.#filledAtMs) / 1000) * this.#bytesPerSecond;
      this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    }
    this.#filledAtMs = now;
  }

  #take(bytes: number): boolean {
    if (this.#tokens < Math.min(bytes, this.#burst)) return false;
    if (this.#bytesPerSecond !== Number.POSITIVE_INFINITY) this.#tokens -= bytes;
    return true;
  }

  #serve(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#fill();
    for (let next = this.#waiting.peek(); next !== undefined; next = this.#waiting.peek()) {
      if (!this.#take(next.bytes)) {
        const missing = Math.min(next.bytes, this.#burst) - this.#tokens;
        const waitMs = Math.min(60_000, Math.ceil((missing / this.#bytesPerSecond) * 1000));
        this.#timer = setTimeout(() => this.#serve(), Math.max(1, waitMs));
        return;
      }
      this.#waiting.shift();
      next.admit();
    }
  }
}

function checked(bytesPerSecond: number): number {
  if (bytesPerSecond > 0) return bytesPerSecond;
  throw new Failure(
    'invalid',
    `a bandwidth limit of ${bytesPerSecond} bytes/s lets nothing pass; use a positive number`,
  );
}
