import { originSlot } from './edge-table.ts';
import type { Scene } from './scene.ts';

/** A peer with everyone who feeds it and everyone it feeds, nearest first; `edges` join them. */
export interface Neighbourhood {
  readonly slot: number;
  readonly slots: ReadonlySet<number>;
  readonly edges: readonly number[];
}

/**
 * Ancestors and descendants of a peer along all its edges, breadth first on both sides in turn, until `edgeLimit`
 * edges are found: beyond that a path cannot be told from the weather around it.
 */
export function neighbourhoodOf(scene: Scene, slot: number, edgeLimit: number): Neighbourhood {
  const slots = new Set([slot]);
  const edges = new Set<number>();
  const up = { frontier: [slot], seen: new Set([slot]) };
  const down = { frontier: [slot], seen: new Set([slot]) };
  while (edges.size < edgeLimit && up.frontier.length + down.frontier.length > 0) {
    up.frontier = step(up, (at) => scene.edges.into(at), scene.edges.parent);
    down.frontier = step(down, (at) => scene.edges.outOf(at), scene.edges.child);
  }
  return { slot, slots, edges: [...edges] };

  function step(
    side: { frontier: number[]; seen: Set<number> },
    edgesAt: (at: number) => readonly number[],
    farEnd: Int32Array,
  ): number[] {
    const next: number[] = [];
    for (const at of side.frontier) {
      for (const edge of edgesAt(at)) {
        if (edges.size >= edgeLimit) return [];
        edges.add(edge);
        const far = farEnd[edge] ?? originSlot;
        if (far === originSlot || side.seen.has(far)) continue;
        side.seen.add(far);
        slots.add(far);
        next.push(far);
      }
    }
    return next;
  }
}
