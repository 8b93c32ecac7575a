/** Something that happens at a time. */
export interface Due {
  happen(): void;
}

/** Entries a node of the heap has below it: four make it half as high as two would. */
const fanOut = 4;

/**
 * Virtual time: things happen in order of their time, and in the order they were asked for when times are equal. A heap
 * over two arrays of numbers and one of things, since hundreds of thousands wait at once.
 */
export class Agenda {
  #times = new Float64Array(1024);
  #turns = new Float64Array(1024);
  #things: Due[] = [];
  #asked = 0;
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  get size(): number {
    return this.#things.length;
  }

  /** Lets something happen at a time; at once when that has passed. */
  at(atMs: number, due: Due): void {
    const last = this.#things.length;
    if (last === this.#times.length) this.#grow();
    this.#asked += 1;
    this.#things.push(due);
    this.#rise(last, Math.max(atMs, this.#nowMs), this.#asked, due);
  }

  after(ms: number, due: Due): void {
    this.at(this.#nowMs + ms, due);
  }

  /** Calls `run` at a time; for what happens seldom. */
  callAt(atMs: number, run: () => void): void {
    this.at(atMs, { happen: run });
  }

  /** Lets the next thing happen; false when there is none, or none before `untilMs`. */
  next(untilMs: number): boolean {
    const first = this.#things[0];
    const atMs = this.#times[0] ?? Number.POSITIVE_INFINITY;
    if (first === undefined || atMs > untilMs) return false;
    this.#nowMs = atMs;
    this.#removeFirst();
    first.happen();
    return true;
  }

  #grow(): void {
    const [times, turns] = [new Float64Array(this.#times.length * 2), new Float64Array(this.#times.length * 2)];
    times.set(this.#times);
    turns.set(this.#turns);
    this.#times = times;
    this.#turns = turns;
  }

  #rise(from: number, atMs: number, turn: number, due: Due): void {
    let at = from;
    while (at > 0) {
      const above = Math.floor((at - 1) / fanOut);
      if (!this.#isLater(above, atMs, turn)) break;
      this.#move(above, at);
      at = above;
    }
    this.#put(at, atMs, turn, due);
  }

  #removeFirst(): void {
    const last = this.#things.length - 1;
    const due = this.#things.pop();
    if (due === undefined || last === 0) return;
    const [atMs, turn] = [this.#times[last] ?? 0, this.#turns[last] ?? 0];
    let at = 0;
    for (;;) {
      const soonest = this.#soonestBelow(at, last);
      if (soonest < 0 || this.#isLater(soonest, atMs, turn)) break;
      this.#move(soonest, at);
      at = soonest;
    }
    this.#put(at, atMs, turn, due);
  }

  #soonestBelow(at: number, size: number): number {
    const first = at * fanOut + 1;
    if (first >= size) return -1;
    const end = Math.min(first + fanOut, size);
    let soonest = first;
    for (let child = first + 1; child < end; child += 1) {
      if (this.#isLater(soonest, this.#times[child] ?? 0, this.#turns[child] ?? 0)) soonest = child;
    }
    return soonest;
  }

  #isLater(at: number, thanMs: number, thanTurn: number): boolean {
    const timeMs = this.#times[at] ?? 0;
    return timeMs > thanMs || (timeMs === thanMs && (this.#turns[at] ?? 0) > thanTurn);
  }

  #move(from: number, to: number): void {
    const due = this.#things[from];
    if (due !== undefined) this.#put(to, this.#times[from] ?? 0, this.#turns[from] ?? 0, due);
  }

  #put(at: number, atMs: number, turn: number, due: Due): void {
    this.#times[at] = atMs;
    this.#turns[at] = turn;
    this.#things[at] = due;
  }
}
