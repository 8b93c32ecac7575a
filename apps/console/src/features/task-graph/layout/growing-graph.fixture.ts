import type { GraphChanges, LayeredGraph } from './layered-graph.ts';

/** A graph for tests that changes step by step; numbers beyond its size are wrapped, slots reused after a while. */
export class GrowingGraph implements LayeredGraph {
  size = 0;
  count = 0;
  readonly alive = new Uint8Array(1024);
  readonly seed = new Uint8Array(1024);
  readonly parents: number[][] = [];
  readonly children: number[][] = [];
  readonly groups: string[] = [];
  readonly #free: number[] = [];
  #changes: { joined: number[]; left: number[]; relinked: number[] } = { joined: [], left: [], relinked: [] };

  takeChanges(): GraphChanges {
    const changes = this.#changes;
    this.#changes = { joined: [], left: [], relinked: [] };
    return changes;
  }

  living(): number[] {
    return [...this.alive.keys()].filter((slot) => this.alive[slot] === 1);
  }

  join(picks: readonly number[], seed: boolean): number {
    const parents = this.#picked(picks);
    const slot = (this.#free.length > 8 ? this.#free.shift() : undefined) ?? this.size++;
    this.alive[slot] = 1;
    this.seed[slot] = seed ? 1 : 0;
    this.parents[slot] = [];
    this.children[slot] = [];
    this.groups[slot] = `idc-${slot % 3}`;
    this.count += 1;
    this.#changes.joined.push(slot);
    this.#setParents(slot, parents);
    return slot;
  }

  leave(pick: number): void {
    const slot = this.#picked([pick])[0];
    if (slot !== undefined) this.leaveSlot(slot);
  }

  leaveSlot(slot: number): void {
    this.#setParents(slot, []);
    for (const child of [...(this.children[slot] ?? [])]) {
      this.#setParents(
        child,
        (this.parents[child] ?? []).filter((parent) => parent !== slot),
      );
    }
    this.alive[slot] = 0;
    this.count -= 1;
    this.#free.push(slot);
    this.#changes.left.push(slot);
  }

  /** Gives a peer other parents, those below it left out: the scheduler never closes a cycle. */
  relink(pick: number, picks: readonly number[]): void {
    const slot = this.#picked([pick])[0];
    if (slot !== undefined) this.relinkSlot(slot, this.#picked(picks));
  }

  relinkSlot(slot: number, parents: readonly number[]): void {
    const below = this.#below(slot);
    this.#setParents(
      slot,
      parents.filter((parent) => !below.has(parent)),
    );
  }

  linkAnyway(child: number, parent: number): void {
    if (child !== parent) this.#setParents(child, [...new Set([...(this.parents[child] ?? []), parent])]);
  }

  #setParents(slot: number, next: readonly number[]): void {
    for (const parent of this.parents[slot] ?? []) {
      const list = this.children[parent] ?? [];
      list.splice(list.indexOf(slot), 1);
    }
    for (const parent of next) this.children[parent]?.push(slot);
    this.parents[slot] = [...next];
    this.#changes.relinked.push(slot);
  }

  #below(slot: number): Set<number> {
    const seen = new Set([slot]);
    for (const at of seen) for (const child of this.children[at] ?? []) seen.add(child);
    return seen;
  }

  #picked(picks: readonly number[]): number[] {
    const living = this.living();
    if (living.length === 0) return [];
    return [...new Set(picks.map((pick) => living[pick % living.length] ?? 0))];
  }
}
