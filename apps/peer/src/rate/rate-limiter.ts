/** Gives out a bandwidth. */
export interface RateLimiter {
  /** Waits until `bytes` may pass, first come first served; rejects as `cancelled` when the signal aborts. */
  acquire(bytes: number, signal: AbortSignal): Promise<void>;
}
