import type { PreheatListener, Progress } from './preheat.ts';

/** Ends waiting to be read before work waits for the reader. */
const settledLimit = 1024;

/** Between many downloads and one slow reader: progress of a download is merged, ends are kept and hold work up when full. */
export class ProgressBoard implements PreheatListener {
  readonly #running = new Map<string, Progress>();
  #settled: Progress[] = [];
  #over = false;
  #wakeReader: () => void = () => undefined;
  #wakeWriters: (() => void)[] = [];

  /** `signal` frees those who wait. */
  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.end(), { once: true });
  }

  note(progress: Progress): void {
    if (this.#over) return;
    this.#running.set(keyOf(progress), progress);
    this.#wakeReader();
  }

  async settled(progress: Progress): Promise<void> {
    this.#running.delete(keyOf(progress));
    while (this.#settled.length >= settledLimit && !this.#over) {
      await new Promise<void>((resolve) => this.#wakeWriters.push(resolve));
    }
    this.#settled.push(progress);
    this.#wakeReader();
  }

  /** Nothing more will come. */
  end(): void {
    this.#over = true;
    this.#wakeReader();
    this.#letWritersOn();
  }

  /** Everything told, until the end; for one reader. */
  async *read(): AsyncGenerator<Progress, void> {
    for (;;) {
      const told = [...this.#running.values(), ...this.#settled];
      this.#running.clear();
      this.#settled = [];
      this.#letWritersOn();
      yield* told;
      if (this.#settled.length > 0 || this.#running.size > 0) continue;
      if (this.#over) return;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
  }

  #letWritersOn(): void {
    const writers = this.#wakeWriters;
    this.#wakeWriters = [];
    for (const wake of writers) wake();
  }
}

const keyOf = ({ target, host }: Progress): string => `${target.task} ${target.url} ${host.id}`;
