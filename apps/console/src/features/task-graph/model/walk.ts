import type { LayeredLayout } from '../layout/layered-layout.ts';
import type { Scene } from './scene.ts';

export type WalkDirection = 'up' | 'down' | 'left' | 'right';

/**
 * The peer a keyboard reader reaches from `slot`: a parent, a child (the ones nearest in x), or the neighbour in the
 * same level. Without a start the walk begins at the first peer of the top level. `undefined` at an edge.
 */
export function walk(
  scene: Scene,
  layout: LayeredLayout,
  slot: number | undefined,
  to: WalkDirection,
): number | undefined {
  const { x, row, level } = layout.places;
  if (slot === undefined || scene.alive[slot] !== 1) {
    const top = layout.bands.find((band) => band.members.length > 0);
    return top === undefined ? undefined : levelOrder(layout, top.members)[0];
  }
  switch (to) {
    case 'up':
      return nearest(scene.parents[slot] ?? [], x, x[slot] ?? 0);
    case 'down':
      return nearest(scene.children[slot] ?? [], x, x[slot] ?? 0);
    case 'left':
    case 'right': {
      const members = layout.bands[level[slot] ?? 0]?.members ?? [];
      const inRow = levelOrder(
        layout,
        members.filter((member) => row[member] === row[slot]),
      );
      return inRow[inRow.indexOf(slot) + (to === 'left' ? -1 : 1)];
    }
    default:
      return to satisfies never;
  }
}

/** The members of a level as one reads them: row by row, from left to right. */
export function levelOrder(layout: LayeredLayout, members: readonly number[]): number[] {
  const { x, row } = layout.places;
  return [...members].sort((a, b) => (row[a] ?? 0) - (row[b] ?? 0) || (x[a] ?? 0) - (x[b] ?? 0) || a - b);
}

function nearest(slots: readonly number[], x: Float32Array, to: number): number | undefined {
  let best: number | undefined;
  for (const slot of slots) {
    if (best === undefined || Math.abs((x[slot] ?? 0) - to) < Math.abs((x[best] ?? 0) - to)) best = slot;
  }
  return best;
}
