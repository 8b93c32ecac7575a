import { Failure } from '@damselfly/core';
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
 * is then a debt that later requests wait for, so the mean rate holds for any request size. Ask for 512 KiB at a time
 * where a fair share matters: requests are served strictly in order.
 */
export class TokenBucket implements RateLimiter {
  readonly #nowMs: () => number;
  readonly #fixedBurst: number | undefined;
  readonly #waiting: Waiter[] = [];
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

  async acquire(bytes: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new Failure('cancelled', 'cancelled while waiting for bandwidth');
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY && this.#waiting.length === 0) return;
    this.#fill();
    if (this.#waiting.length === 0 && this.#take(bytes)) return;
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        bytes,
        admit: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new Failure('cancelled', 'cancelled while waiting for bandwidth'));
        this.#serve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
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
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
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
