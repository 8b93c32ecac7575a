import type { Cluster } from '../core/cluster.ts';
import type { Effect } from '../core/effect.ts';
import type { SchedulerEvent } from '../core/input.ts';
import { step } from '../core/step.ts';

/** Where time and chance come from. */
export interface Surroundings {
  /** Milliseconds since 1970. May jump back: the engine does not follow. */
  nowMs(): number;
  /** A fresh random number of 32 bits. */
  randomSeed(): number;
}

export interface EngineOptions {
  readonly cluster: Cluster;
  readonly surroundings: Surroundings;
  /** Carries out every effect but `wakeAt`, in order. May submit further events; must not throw. */
  readonly deliver: (effect: Exclude<Effect, { kind: 'wakeAt' }>) => void;
  /** Sees each event with its effects before they are delivered. */
  readonly observe?: (event: SchedulerEvent, effects: readonly Effect[], nowMs: number) => void;
}

const longestTimerMs = 2 ** 31 - 1;

/** Drives the pure core: one event at a time, its effects delivered before the next, ticks when the core asks for them. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #inbox: SchedulerEvent[] = [];
  #working = false;
  #closed = false;
  #nowMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** For reading only. */
  get cluster(): Cluster {
    return this.#options.cluster;
  }

  /** Tells the core; it is done on return, unless called from within a delivery: then it follows that event. */
  submit(event: SchedulerEvent): void {
    if (this.#closed) return;
    this.#inbox.push(event);
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#inbox.shift(); next !== undefined; next = this.#inbox.shift()) this.#step(next);
    } finally {
      this.#working = false;
    }
  }

  /** Stops the clock; later events are ignored. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #step(event: SchedulerEvent): void {
    const { cluster, surroundings, deliver, observe } = this.#options;
    this.#nowMs = Math.max(this.#nowMs, surroundings.nowMs());
    const effects = step(cluster, { atMs: this.#nowMs, seed: surroundings.randomSeed(), event });
    observe?.(event, effects, this.#nowMs);
    for (const effect of effects) {
      if (effect.kind === 'wakeAt') this.#wakeAt(effect.atMs);
      else deliver(effect);
    }
  }

  #wakeAt(atMs: number): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    const waitMs = Math.min(longestTimerMs, Math.max(0, Math.ceil(atMs - this.#nowMs)));
    this.#timer = setTimeout(() => this.submit({ kind: 'tick' }), waitMs);
  }
}
