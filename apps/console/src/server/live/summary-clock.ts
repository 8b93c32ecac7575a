import { Failure } from '@damselfly/core';

/** Wakes its readers at every tick. A reader that is busy at a tick waits for the next. */
export class SummaryClock {
  readonly #waiting = new Set<() => void>();
  readonly #maxReaders: number;
  #readers = 0;
  #closed = false;

  constructor(maxReaders: number) {
    this.#maxReaders = maxReaders;
  }

  tick(): void {
    for (const wake of this.#waiting) wake();
  }

  close(): void {
    this.#closed = true;
    this.tick();
  }

  /** What `read` returns now, then once a tick, until the signal aborts or the clock closes. */
  async *read<T>(read: () => T, signal: AbortSignal): AsyncGenerator<T, void> {
    if (this.#readers >= this.#maxReaders) throw new Failure('exhausted', 'too many readers of the live summary');
    this.#readers += 1;
    try {
      while (!signal.aborted && !this.#closed) {
        yield read();
        if (!signal.aborted && !this.#closed) await this.#next(signal);
      }
    } finally {
      this.#readers -= 1;
    }
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
