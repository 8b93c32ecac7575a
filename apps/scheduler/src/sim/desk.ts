import { type Cluster, newCluster } from '../core/cluster.ts';
import type { Effect } from '../core/effect.ts';
import type { SchedulerEvent } from '../core/input.ts';
import { seededRandom } from '../core/random.ts';
import { step } from '../core/step.ts';
import type { Agenda } from './agenda.ts';
import { DecisionTimes } from './decision-times.ts';
import type { Plan } from './plan.ts';

export interface DeskOptions {
  readonly agenda: Agenda;
  readonly plan: Pick<Plan, 'policy' | 'evaluator' | 'seed'>;
  readonly deliver: (effect: Effect) => void;
  /** Milliseconds of a real clock; without one nothing is measured. */
  readonly clock: (() => number) | undefined;
}

/** The scheduler of a simulation: the real core, fed with virtual time. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #random;
  #cluster: Cluster;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #open = true;
  readonly times = new DecisionTimes();
  steps = 0;
  decisions = 0;
  steppingMs = 0;
  longestStepMs = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#random = seededRandom(options.plan.seed ^ 0x5eed);
    this.#cluster = newCluster(options.plan);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Dies and forgets. */
  close(): void {
    this.#open = false;
    this.#wakeAtMs = Number.POSITIVE_INFINITY;
    this.#cluster = newCluster(this.#options.plan);
  }

  reopen(): void {
    this.#open = true;
  }

  /** Tells the core; what it wants done is delivered before this returns. While it is closed, nobody hears. */
  tell(event: SchedulerEvent): void {
    if (!this.#open) return;
    const { agenda, deliver, clock } = this.#options;
    const input = { atMs: agenda.nowMs, seed: Math.floor(this.#random() * 2 ** 32), event };
    this.steps += 1;
    const fromMs = clock?.() ?? 0;
    const effects = step(this.#cluster, input);
    this.#measure(effects, clock === undefined ? undefined : clock() - fromMs);
    for (const effect of effects) {
      if (effect.kind === 'wakeAt') this.#wakeAt(effect.atMs);
      else deliver(effect);
    }
  }

  #measure(effects: readonly Effect[], tookMs: number | undefined): void {
    let answers = 0;
    for (const { kind } of effects) if (kind === 'offerParents' || kind === 'backToSource') answers += 1;
    this.decisions += answers;
    if (tookMs === undefined) return;
    this.steppingMs += tookMs;
    this.longestStepMs = Math.max(this.longestStepMs, tookMs);
    for (let nth = 0; nth < answers; nth += 1) this.times.add((tookMs * 1000) / answers);
  }

  #wakeAt(atMs: number): void {
    this.#wakeAtMs = atMs;
    this.#options.agenda.callAt(atMs, () => {
      if (this.#wakeAtMs !== atMs) return;
      this.tell({ kind: 'tick' });
    });
  }
}
