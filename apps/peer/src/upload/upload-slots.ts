import { Failure } from '@damselfly/core';

/** A bounded number of uploads at a time; further ones wait in order. */
export class UploadSlots {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves to what gives the slot back; call it once. Rejects as `cancelled` when the signal aborts first. */
  async take(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw cancelled();
    if (this.#taken < this.#limit) this.#taken += 1;
    else await this.#wait(signal);
    return () => this.#give();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(admit);
    });
  }

  /** A slot that somebody waits for changes hands and stays taken. */
  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}

const cancelled = () => new Failure('cancelled', 'cancelled while waiting to upload');
