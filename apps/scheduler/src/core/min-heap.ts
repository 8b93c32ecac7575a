/** Things with a time, earliest first. Equal times come in no particular but repeatable order. */
export class MinHeap<Entry extends { readonly atMs: number }> {
  #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The earliest time; Infinity when empty. */
  get nextMs(): number {
    return this.#entries[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  push(entry: Entry): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = entries[above];
      if (parent === undefined || parent.atMs <= entry.atMs) break;
      entries[at] = parent;
      at = above;
    }
    entries[at] = entry;
  }

  /** Takes the earliest. */
  pop(): Entry | undefined {
    const entries = this.#entries;
    const top = entries[0];
    const last = entries.pop();
    if (last !== undefined && entries.length > 0) this.#sink(last);
    return top;
  }

  /** Drops everything that does not pass. */
  keep(passes: (entry: Entry) => boolean): void {
    // Sorted is one way to be a heap.
    this.#entries = this.#entries.filter(passes).sort((a, b) => a.atMs - b.atMs);
  }

  /** Puts an entry in the place of the top and lets it down to where it belongs. */
  #sink(entry: Entry): void {
    const entries = this.#entries;
    let at = 0;
    for (;;) {
      const left = entries[at * 2 + 1];
      if (left === undefined) break;
      const right = entries[at * 2 + 2];
      const rightWins = right !== undefined && right.atMs < left.atMs;
      const smaller = rightWins ? right : left;
      if (smaller.atMs >= entry.atMs) break;
      entries[at] = smaller;
      at = at * 2 + (rightWins ? 2 : 1);
    }
    entries[at] = entry;
  }
}
