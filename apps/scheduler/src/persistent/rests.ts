import type { HostId } from '@damselfly/core';

interface Rest {
  readonly untilMs: number;
  readonly failures: number;
}

const longestMs = 600_000;
const taskLimit = 10_000;

/** Which hosts are not to be asked for a task for a while: after each failure twice as long. */
export class Rests {
  readonly #byTask = new Map<string, Map<HostId, Rest>>();
  readonly #delayMs: number;
  readonly #nowMs: () => number;

  constructor(delayMs: number, nowMs: () => number) {
    this.#delayMs = delayMs;
    this.#nowMs = nowMs;
  }

  failed(task: string, host: HostId): void {
    const failures = (this.#byTask.get(task)?.get(host)?.failures ?? 0) + 1;
    const waitMs = Math.min(longestMs, this.#delayMs * 2 ** (failures - 1));
    this.#set(task, host, { untilMs: this.#nowMs() + waitMs, failures });
  }

  until(task: string, host: HostId, untilMs: number): void {
    this.#set(task, host, { untilMs, failures: 0 });
  }

  worked(task: string, host: HostId): void {
    const rests = this.#byTask.get(task);
    rests?.delete(host);
    if (rests?.size === 0) this.#byTask.delete(task);
  }

  resting(task: string): Set<HostId> {
    const nowMs = this.#nowMs();
    const rests = [...(this.#byTask.get(task) ?? [])];
    return new Set(rests.flatMap(([host, { untilMs }]) => (untilMs > nowMs ? [host] : [])));
  }

  /** When the first resting host may be asked again. */
  nextMs(task: string): number | undefined {
    const nowMs = this.#nowMs();
    const ends = [...(this.#byTask.get(task)?.values() ?? [])].flatMap(({ untilMs }) =>
      untilMs > nowMs ? [untilMs] : [],
    );
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  #set(task: string, host: HostId, rest: Rest): void {
    const rests = this.#byTask.get(task) ?? new Map<HostId, Rest>();
    rests.set(host, rest);
    // The task that was touched last is kept longest.
    this.#byTask.delete(task);
    this.#byTask.set(task, rests);
    const [oldest] = this.#byTask.keys();
    if (this.#byTask.size > taskLimit && oldest !== undefined) this.#byTask.delete(oldest);
  }
}
