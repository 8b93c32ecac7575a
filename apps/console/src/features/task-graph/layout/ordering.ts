import { childrenOf, type LayeredGraph, parentsOf } from './layered-graph.ts';

const sweeps = 4;

/**
 * Orders each level to keep edges short and crossings few: roots by IDC, then barycentre sweeps down and up. `levels`
 * is sorted in place; a slot's key is its place in the level between 0 and 1.
 */
export function orderLevels(graph: LayeredGraph, levels: readonly number[][]): void {
  const keys = new Float64Array(graph.size);
  for (const slots of levels) {
    slots.sort((a, b) => compareText(graph.groups[a] ?? '', graph.groups[b] ?? '') || a - b);
    spreadKeys(slots, keys);
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const slots of levels.slice(1)) {
      const wish = sortByMean(slots, keys, (slot) => parentsOf(graph, slot), 1);
      slots.forEach((slot, index) => {
        keys[slot] = 0.35 * (wish.get(slot) ?? 0) + (0.65 * (index + 0.5)) / slots.length;
      });
    }
    if (sweep === sweeps - 1) return;
    for (let index = levels.length - 2; index >= 0; index--) {
      const slots = levels[index] ?? [];
      sortByMean(slots, keys, (slot) => childrenOf(graph, slot), 0.5);
      spreadKeys(slots, keys);
    }
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function spreadKeys(slots: readonly number[], keys: Float64Array): void {
  slots.forEach((slot, index) => {
    keys[slot] = (index + 0.5) / slots.length;
  });
}

/** Sorts by the neighbours' mean key, mixed with the own key by `weight`; without neighbours the own key counts. */
function sortByMean(
  slots: number[],
  keys: Float64Array,
  neighbours: (slot: number) => readonly number[],
  weight: number,
): Map<number, number> {
  const wish = new Map<number, number>();
  for (const slot of slots) {
    const near = neighbours(slot);
    const own = keys[slot] ?? 0;
    let sum = 0;
    for (const other of near) sum += keys[other] ?? 0;
    wish.set(slot, near.length === 0 ? own : weight * (sum / near.length) + (1 - weight) * own);
  }
  slots.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a - b);
  return wish;
}
