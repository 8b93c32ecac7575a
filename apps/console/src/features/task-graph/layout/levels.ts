import { baseLevel, childrenOf, isAlive, type LayeredGraph, parentsOf } from './layered-graph.ts';

/**
 * The level that parents ask for: below the one nearest to the top, above none. The longest path would turn a small
 * swarm whose peers join one after another into a chain, as each takes former peers for parents beside the seed.
 */
export function levelUnder(parentLevels: readonly number[], least: number): number {
  let deepest = least;
  let nearest = Number.POSITIVE_INFINITY;
  for (const level of parentLevels) {
    deepest = Math.max(deepest, level);
    nearest = Math.min(nearest, level);
  }
  return parentLevels.length === 0 ? least : Math.max(deepest, nearest + 1);
}

/**
 * Writes every living slot's level, parents first. Members of a cycle are entered at the lowest slot, so the result is
 * the same for the same graph.
 */
export function assignLevels(graph: LayeredGraph, level: Int16Array): void {
  const open = new Int32Array(graph.size);
  const queue: number[] = [];
  const done = new Uint8Array(graph.size);
  for (let slot = 0; slot < graph.size; slot++) {
    if (!isAlive(graph, slot)) continue;
    open[slot] = parentsOf(graph, slot).length;
    if (open[slot] === 0) queue.push(slot);
  }
  let entry = 0;
  for (let head = 0; ; head++) {
    if (head === queue.length) {
      while (entry < graph.size && (!isAlive(graph, entry) || done[entry] === 1 || open[entry] === 0)) entry++;
      if (entry === graph.size) return;
      open[entry] = 0;
      queue.push(entry);
    }
    const slot = queue[head] ?? 0;
    const above: number[] = [];
    for (const parent of parentsOf(graph, slot)) if (done[parent] === 1) above.push(level[parent] ?? 0);
    level[slot] = levelUnder(above, baseLevel(graph, slot));
    done[slot] = 1;
    for (const child of childrenOf(graph, slot)) {
      if (done[child] === 1 || (open[child] ?? 0) === 0) continue;
      open[child] = (open[child] ?? 0) - 1;
      if (open[child] === 0) queue.push(child);
    }
  }
}

/** True when `target` hangs on `start` along edges that do not point upwards in the present levels. */
export function leadsTo(graph: LayeredGraph, level: Int16Array, start: number, target: number): boolean {
  const limit = level[target] ?? 0;
  const seen = new Set([start]);
  const stack = [start];
  for (let slot = stack.pop(); slot !== undefined; slot = stack.pop()) {
    if (slot === target) return true;
    for (const child of childrenOf(graph, slot)) {
      const depth = level[child] ?? 0;
      if (depth >= (level[slot] ?? 0) && depth <= limit && !seen.has(child)) {
        seen.add(child);
        stack.push(child);
      }
    }
  }
  return false;
}

/** The level a slot's parents ask for now, never above its own; parents that hang on it are left out. */
export function wantedLevel(graph: LayeredGraph, level: Int16Array, slot: number): number {
  const own = level[slot] ?? 0;
  const parents = parentsOf(graph, slot);
  const levelsOf = (slots: readonly number[]) => slots.map((parent) => level[parent] ?? 0);
  const wanted = levelUnder(levelsOf(parents), own);
  if (wanted === own) return own;
  const free = parents.filter((parent) => (level[parent] ?? 0) < own || !leadsTo(graph, level, slot, parent));
  return free.length === parents.length ? wanted : levelUnder(levelsOf(free), own);
}

/**
 * Lets a slot sink to where its parents ask it to be, and its descendants after it. Returns the slots that sank with
 * the level each stood on, or `undefined` when a cycle keeps pushing: assign all levels anew then.
 */
export function sink(graph: LayeredGraph, level: Int16Array, start: number): Map<number, number> | undefined {
  const sunk = new Map<number, number>();
  const stack: [slot: number, level: number][] = [[start, wantedLevel(graph, level, start)]];
  const before = (slot: number) => sunk.get(slot) ?? level[slot] ?? 0;
  let steps = 16 * graph.count + 64;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [slot, target] = next;
    if (target <= (level[slot] ?? 0)) continue;
    if (target > graph.count + 1 || steps-- === 0) return undefined;
    sunk.set(slot, before(slot));
    level[slot] = target;
    for (const child of childrenOf(graph, slot)) {
      // An edge that pointed upwards before closes a cycle and asks for nothing.
      const standing = before(child);
      if (standing < before(slot)) continue;
      const above = parentsOf(graph, child).filter((parent) => before(parent) <= standing);
      const wanted = levelUnder(
        above.map((parent) => level[parent] ?? 0),
        level[child] ?? 0,
      );
      if (wanted > (level[child] ?? 0)) stack.push([child, wanted]);
    }
  }
  return sunk;
}
