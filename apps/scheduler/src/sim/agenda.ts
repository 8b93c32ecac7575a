import { MinHeap } from '../core/min-heap.ts';

interface Entry {
  readonly atMs: number;
  readonly run: () => void;
}

/** Virtual time: things to do, done in order of their time. */
export class Agenda {
  readonly #heap = new MinHeap<Entry>();
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Does `run` `ms` from now. */
  after(ms: number, run: () => void): void {
    this.at(this.#nowMs + ms, run);
  }

  /** Does `run` at a time; at once when that has passed. */
  at(atMs: number, run: () => void): void {
    this.#heap.push({ atMs, run });
  }

  /** Does the next thing; false when there is none, or none before `untilMs`. */
  next(untilMs: number): boolean {
    if (this.#heap.nextMs > untilMs) return false;
    const entry = this.#heap.pop();
    if (entry === undefined) return false;
    this.#nowMs = Math.max(this.#nowMs, entry.atMs);
    entry.run();
    return true;
  }
}
