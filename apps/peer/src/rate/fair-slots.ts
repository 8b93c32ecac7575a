import { Failure } from '@damselfly/core';
import { FairQueue, plainShare, type Share } from './fair-queue.ts';

/** A bounded number of things done at a time; who has to wait is served by shares. */
export class FairSlots {
  #limit: number;
  readonly #queue = new FairQueue<() => void>();
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Takes effect at once for those who wait; what is taken beyond a lower limit stays so until it is given back. */
  setLimit(limit: number): void {
    this.#limit = limit;
    while (this.#taken < this.#limit) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#taken += 1;
      next();
    }
  }

  /** What gives the slot back, to be called once; undefined when all are taken or others wait. */
  tryTake(): (() => void) | undefined {
    if (this.#taken >= this.#limit || this.#queue.size > 0) return undefined;
    this.#taken += 1;
    return () => this.#give();
  }

  /** Resolves to what gives the slot back; call it once. Rejects as `cancelled` when the signal aborts first. */
  async take(signal: AbortSignal, share: Share = plainShare): Promise<() => void> {
    if (signal.aborted) throw cancelled();
    const now = this.tryTake();
    if (now !== undefined) return now;
    await this.#wait(signal, share);
    return () => this.#give();
  }

  #wait(signal: AbortSignal, share: Share): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#queue.remove(admit);
        reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(admit, share, 1);
    });
  }

  /** A slot that somebody waits for changes hands and stays taken. */
  #give(): void {
    const next = this.#taken > this.#limit ? undefined : this.#queue.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}

const cancelled = () => new Failure('cancelled', 'cancelled while waiting for a turn');
