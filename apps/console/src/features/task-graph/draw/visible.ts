import type { LayeredLayout } from '../layout/layered-layout.ts';
import { originSlot } from '../model/edge-table.ts';
import type { Scene } from '../model/scene.ts';
import { bucketOf, edgeBuckets } from './edge-style.ts';
import type { Motion } from './motion.ts';

/** A rectangle in world units. */
export interface WorldRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The world rectangle a screen of `width` × `height` shows, `margin` pixels more on each side. */
export const worldRect = (
  { k, tx, ty, width, height }: { k: number; tx: number; ty: number; width: number; height: number },
  margin: number,
): WorldRect => ({
  left: (-margin - tx) / k,
  top: (-margin - ty) / k,
  right: (width + margin - tx) / k,
  bottom: (height + margin - ty) / k,
});

/** The rectangle that all peers of a layout lie in; `undefined` when there are none. */
export function placesExtent({ bands, places }: LayeredLayout): WorldRect | undefined {
  const rect = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  for (const { members } of bands) {
    for (const slot of members) {
      const x = places.x[slot] ?? 0;
      const y = places.y[slot] ?? 0;
      if (x < rect.left) rect.left = x;
      if (x > rect.right) rect.right = x;
      if (y < rect.top) rect.top = y;
      if (y > rect.bottom) rect.bottom = y;
    }
  }
  return rect.left > rect.right ? undefined : rect;
}

export function countVisiblePeers(scene: Scene, motion: Motion, rect: WorldRect): number {
  let count = 0;
  for (let slot = 0; slot < scene.size; slot++) if (isPeerVisible(scene, motion, rect, slot)) count += 1;
  return count;
}

export function isPeerVisible(scene: Scene, motion: Motion, rect: WorldRect, slot: number): boolean {
  if (scene.alive[slot] !== 1) return false;
  const x = motion.x[slot] ?? 0;
  const y = motion.y[slot] ?? 0;
  return x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;
}

/** True when the box around an edge's ends meets the rectangle. */
export function isEdgeVisible(scene: Scene, motion: Motion, rect: WorldRect, edge: number): boolean {
  if (scene.edges.kind[edge] === 0) return false;
  const parent = scene.edges.parent[edge] ?? originSlot;
  const child = scene.edges.child[edge] ?? 0;
  const x2 = motion.x[child] ?? 0;
  const x1 = parent === originSlot ? 0 : (motion.x[parent] ?? 0);
  if (x1 < x2 ? x2 < rect.left || x1 > rect.right : x1 < rect.left || x2 > rect.right) return false;
  const y1 = parent === originSlot ? rect.top : (motion.y[parent] ?? 0);
  const y2 = motion.y[child] ?? 0;
  return Math.max(y1, y2) >= rect.top && Math.min(y1, y2) <= rect.bottom;
}

export function countVisibleEdges(scene: Scene, motion: Motion, rect: WorldRect): number {
  let count = 0;
  for (let edge = 0; edge < scene.edges.size; edge++) if (isEdgeVisible(scene, motion, rect, edge)) count += 1;
  return count;
}

/** Visible edges by bucket, see `bucketOf`. */
export function visibleEdges(scene: Scene, motion: Motion, rect: WorldRect): number[][] {
  const buckets: number[][] = Array.from({ length: edgeBuckets }, () => []);
  for (let edge = 0; edge < scene.edges.size; edge++) {
    if (isEdgeVisible(scene, motion, rect, edge)) buckets[bucketOf(scene, edge)]?.push(edge);
  }
  return buckets;
}
