import type { DagBatch, TaskGraph } from '@damselfly/core';
import type { TaskUpdate } from '../domain/live/live-view.ts';
import { copyGraph } from './graph-copy.ts';

/**
 * One reader of one task. It buffers batches up to a number of events; a reader slower than that loses them and gets the
 * whole graph again when it comes back, as it is then.
 */
export class TaskSubscription {
  readonly #graph: TaskGraph;
  readonly #maxEvents: number;
  #batches: DagBatch[] = [];
  #events = 0;
  #snapshotDue = false;
  #gone = false;
  #wake: (() => void) | undefined;

  constructor({ graph, maxEvents }: { readonly graph: TaskGraph; readonly maxEvents: number }) {
    this.#graph = graph;
    this.#maxEvents = maxEvents;
  }

  /** The graph changed as a whole. */
  snapshot(): void {
    this.#snapshotDue = true;
    this.#batches = [];
    this.#events = 0;
    this.#wake?.();
  }

  /** The graph was moved by `batch`. */
  batch(batch: DagBatch): void {
    if (this.#snapshotDue) return;
    this.#batches.push(batch);
    this.#events += Math.max(1, batch.events.length);
    if (this.#events > this.#maxEvents) this.snapshot();
    else this.#wake?.();
  }

  /** No scheduler knows the task any more; what is buffered is still read. */
  gone(): void {
    this.#gone = true;
    this.#wake?.();
  }

  /** Ends when the signal aborts or after `gone`. */
  async *read(signal: AbortSignal): AsyncGenerator<TaskUpdate, void> {
    const wake = () => this.#wake?.();
    signal.addEventListener('abort', wake, { once: true });
    try {
      while (!signal.aborted) {
        const update = this.#next();
        if (update === undefined) await this.#woken(signal);
        else yield update;
        if (update?.type === 'gone') return;
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  #next(): TaskUpdate | undefined {
    if (this.#snapshotDue) {
      this.#snapshotDue = false;
      return { type: 'snapshot', graph: copyGraph(this.#graph) };
    }
    const batch = this.#batches.shift();
    if (batch !== undefined) {
      this.#events -= Math.max(1, batch.events.length);
      return { type: 'batch', batch };
    }
    return this.#gone ? { type: 'gone' } : undefined;
  }

  async #woken(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (signal.aborted) resolve();
    });
    this.#wake = undefined;
  }
}
