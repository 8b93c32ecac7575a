import { availableMemory } from 'node:process';

export interface PageCacheOptions {
  /** How many bytes may pass after a piece before it is taken to be gone; a quarter of the memory free now when absent. */
  readonly windowBytes?: number;
}

/** Reading a chunk from memory takes a tenth of a millisecond; this long, even on a busy machine, it was the disk. */
export const slowReadMs = 20;

/**
 * A guess which pieces the system still holds in memory. Those are read at once: handing 512 KiB to another thread was
 * measured to cost more than reading them. It counts the bytes that were written or read since; a wrong guess costs
 * one wait for the disk, after which nothing is taken to be in memory any more.
 */
export class PageCache {
  readonly #windowBytes: number;
  #passedBytes = 0;
  #forgottenBytes = 0;

  constructor({ windowBytes = availableMemory() / 4 }: PageCacheOptions = {}) {
    this.#windowBytes = windowBytes;
  }

  /** `bytes` were just written or read; the result is their mark for `holds`. */
  pass(bytes: number): number {
    this.#passedBytes += bytes;
    return this.#passedBytes;
  }

  /** True when what was marked so is surely still there. */
  holds(mark: number | undefined): boolean {
    return mark !== undefined && mark > this.#forgottenBytes && this.#passedBytes - mark < this.#windowBytes;
  }

  /** A read that should have been at once took this long. */
  tookMs(ms: number): void {
    if (ms >= slowReadMs) this.#forgottenBytes = this.#passedBytes;
  }
}
