import { MinHeap } from './min-heap.ts';

/** Something that wants to be looked at again at a time; `alarmAtMs` is the earliest time asked for. */
export interface Alarmed {
  alarmAtMs: number;
}

/** Below this many entries a heap is not worth sweeping. */
const sweepFrom = 1024;

/** Alarms by time. A replaced alarm stays behind as a stale entry until its time comes or half of all entries are stale. */
export class Deadlines<Owner extends Alarmed> {
  readonly #heap = new MinHeap<{ readonly atMs: number; readonly owner: Owner }>();
  #stale = 0;

  /** The earliest entry's time, stale or not. */
  get nextMs(): number {
    return this.#heap.nextMs;
  }

  /** Entries held, stale ones included. */
  get size(): number {
    return this.#heap.size;
  }

  /** Asks to look at `owner` at `atMs`, unless it is looked at before anyway. */
  arm(owner: Owner, atMs: number): void {
    if (atMs >= owner.alarmAtMs) return;
    this.disarm(owner);
    owner.alarmAtMs = atMs;
    this.#heap.push({ atMs, owner });
  }

  /** Takes an owner's alarm back. */
  disarm(owner: Owner): void {
    if (owner.alarmAtMs === Number.POSITIVE_INFINITY) return;
    owner.alarmAtMs = Number.POSITIVE_INFINITY;
    this.#stale += 1;
    if (this.#heap.size <= sweepFrom || this.#stale <= this.#heap.size / 2) return;
    this.#heap.keep((entry) => entry.owner.alarmAtMs === entry.atMs);
    this.#stale = 0;
  }

  /** Takes the next owner that is due; its alarm is off then. */
  due(nowMs: number): Owner | undefined {
    while (this.#heap.nextMs <= nowMs) {
      const entry = this.#heap.pop();
      if (entry === undefined) break;
      const { owner, atMs } = entry;
      if (owner.alarmAtMs === atMs) {
        owner.alarmAtMs = Number.POSITIVE_INFINITY;
        return owner;
      }
      this.#stale -= 1;
    }
    return undefined;
  }
}
