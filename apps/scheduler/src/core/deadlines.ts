/** Something that wants to be looked at again at a time; `alarmAtMs` is the earliest time asked for. */
export interface Alarmed {
  alarmAtMs: number;
}

interface Entry<Owner extends Alarmed> {
  readonly atMs: number;
  readonly owner: Owner;
}

/** Below this many entries a heap is not worth sweeping. */
const sweepFrom = 1024;

/** A binary heap of alarms. A replaced alarm stays behind as a stale entry until its time comes or half the heap is stale. */
export class Deadlines<Owner extends Alarmed> {
  #heap: Entry<Owner>[] = [];
  #stale = 0;

  /** The earliest entry's time, stale or not. */
  get nextMs(): number {
    return this.#heap[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Asks to look at `owner` at `atMs`, unless it is looked at before anyway. */
  arm(owner: Owner, atMs: number): void {
    if (atMs >= owner.alarmAtMs) return;
    this.disarm(owner);
    owner.alarmAtMs = atMs;
    this.#push({ atMs, owner });
  }

  /** Takes an owner's alarm back. */
  disarm(owner: Owner): void {
    if (owner.alarmAtMs === Number.POSITIVE_INFINITY) return;
    owner.alarmAtMs = Number.POSITIVE_INFINITY;
    this.#stale += 1;
    if (this.#heap.length > sweepFrom && this.#stale > this.#heap.length / 2) this.#sweep();
  }

  #sweep(): void {
    const live = this.#heap.filter(({ atMs, owner }) => owner.alarmAtMs === atMs);
    live.sort((a, b) => a.atMs - b.atMs);
    this.#heap = live;
    this.#stale = 0;
  }

  /** Takes the next owner that is due; its alarm is off then. */
  due(nowMs: number): Owner | undefined {
    while (this.nextMs <= nowMs) {
      const entry = this.#pop();
      if (entry === undefined || entry.owner.alarmAtMs !== entry.atMs) {
        this.#stale -= 1;
        continue;
      }
      entry.owner.alarmAtMs = Number.POSITIVE_INFINITY;
      return entry.owner;
    }
    return undefined;
  }

  #push(entry: Entry<Owner>): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.atMs <= entry.atMs) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): Entry<Owner> | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      const leftEntry = heap[left];
      if (leftEntry === undefined) break;
      const rightEntry = heap[right];
      const rightWins = rightEntry !== undefined && rightEntry.atMs < leftEntry.atMs;
      const smaller = rightWins ? rightEntry : leftEntry;
      if (smaller.atMs >= last.atMs) break;
      heap[at] = smaller;
      at = rightWins ? right : left;
    }
    heap[at] = last;
    return top;
  }
}
