import { baseLevel, childrenOf, isAlive, type LayeredGraph, parentsOf } from './layered-graph.ts';

/**
 * Writes every living slot's level: the longest path from a root. Members of a cycle are entered at the lowest slot,
 * so the result is the same for the same graph.
 */
export function assignLevels(graph: LayeredGraph, level: Int16Array): void {
  const open = new Int32Array(graph.size);
  const queue: number[] = [];
  const done = new Uint8Array(graph.size);
  for (let slot = 0; slot < graph.size; slot++) {
    if (!isAlive(graph, slot)) continue;
    level[slot] = baseLevel(graph, slot);
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
    done[slot] = 1;
    for (const child of childrenOf(graph, slot)) {
      if (done[child] === 1) continue;
      level[child] = Math.max(level[child] ?? 0, (level[slot] ?? 0) + 1);
      if ((open[child] ?? 0) > 0) {
        open[child] = (open[child] ?? 0) - 1;
        if (open[child] === 0) queue.push(child);
      }
    }
  }
}

/** True when `target` hangs below `start` along edges that point downwards in the present levels. */
export function leadsTo(graph: LayeredGraph, level: Int16Array, start: number, target: number): boolean {
  const limit = level[target] ?? 0;
  const seen = new Set([start]);
  const stack = [start];
  for (let slot = stack.pop(); slot !== undefined; slot = stack.pop()) {
    if (slot === target) return true;
    for (const child of childrenOf(graph, slot)) {
      const depth = level[child] ?? 0;
      if (depth > (level[slot] ?? 0) && depth <= limit && !seen.has(child)) {
        seen.add(child);
        stack.push(child);
      }
    }
  }
  return false;
}

/** The level a slot's parents ask for, parents that hang below it left out. */
export function wantedLevel(graph: LayeredGraph, level: Int16Array, slot: number): number {
  const own = level[slot] ?? 0;
  let wanted = own;
  for (const parent of parentsOf(graph, slot)) {
    const depth = level[parent] ?? 0;
    if (depth >= wanted && (depth < own || !leadsTo(graph, level, slot, parent))) wanted = depth + 1;
  }
  return wanted;
}

/**
 * Lets a slot sink below its parents and pushes its descendants down before it. Returns the slots that sank with the
 * level each stood on, or `undefined` when a cycle keeps pushing: assign all levels anew then.
 */
export function sink(graph: LayeredGraph, level: Int16Array, start: number): Map<number, number> | undefined {
  const sunk = new Map<number, number>();
  const stack: [slot: number, level: number][] = [[start, wantedLevel(graph, level, start)]];
  let steps = 16 * graph.count + 64;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [slot, target] = next;
    const before = level[slot] ?? 0;
    if (target <= before) continue;
    if (target > graph.count + 1 || steps-- === 0) return undefined;
    if (!sunk.has(slot)) sunk.set(slot, before);
    level[slot] = target;
    for (const child of childrenOf(graph, slot)) {
      const depth = level[child] ?? 0;
      if (depth > before && depth <= target) stack.push([child, target + 1]);
    }
  }
  return sunk;
}
