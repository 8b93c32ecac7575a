import type { Share } from './fair-queue.ts';

/** Gives out a bandwidth. */
export interface RateLimiter {
  /** Waits until `bytes` may pass; who waits is served by shares. Rejects as `cancelled` when the signal aborts. */
  acquire(bytes: number, signal: AbortSignal, share?: Share): Promise<void>;
  /** Lets `bytes` pass now when that takes nothing from anybody who waits. */
  tryTake(bytes: number): boolean;
}

/** Admits bytes in the order they move; undefined when they may pass at once. Never two requests at a time. */
export type Pace = (bytes: number) => Promise<void> | undefined;

/** How fast bytes may pass that count for every one of `limiters`. */
export function paceOf(limiters: readonly RateLimiter[], signal: AbortSignal, share: Share): Pace {
  return (bytes) => {
    const full = limiters.findIndex((limiter) => !limiter.tryTake(bytes));
    return full < 0 ? undefined : acquireEach(limiters.slice(full), bytes, signal, share);
  };
}

async function acquireEach(
  limiters: readonly RateLimiter[],
  bytes: number,
  signal: AbortSignal,
  share: Share,
): Promise<void> {
  for (const limiter of limiters) await limiter.acquire(bytes, signal, share);
}
