import { setTimeout as delay } from 'node:timers/promises';

/** Shares one rate among all who take from it, in the order they ask. */
export class Pace {
  readonly #bytesPerSecond: number;
  #freeAtMs = 0;

  /** `bytesPerSecond` may be Infinity. */
  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Waits until `bytes` may be sent. Rejects when the signal aborts. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const nowMs = performance.now();
    const startMs = Math.max(nowMs, this.#freeAtMs);
    this.#freeAtMs = startMs + (bytes / this.#bytesPerSecond) * 1000;
    if (startMs > nowMs) await delay(startMs - nowMs, undefined, { signal });
  }
}
