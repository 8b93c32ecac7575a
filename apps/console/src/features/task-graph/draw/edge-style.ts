import { edgeKinds, originSlot } from '../model/edge-table.ts';
import { rateClassCount } from '../model/rate-class.ts';
import type { Scene } from '../model/scene.ts';
import type { Palette } from './palette.ts';
import { edgeWidths } from './sizes.ts';

/**
 * Edges are drawn in buckets, quiet ones first: former parents, idle parents, then the rate classes; after them the
 * same for edges from the origin.
 */
export const peerBuckets = rateClassCount + 1;
export const edgeBuckets = 2 * peerBuckets;

export function bucketOf(scene: Scene, edge: number): number {
  const rate = scene.edges.rateClass[edge] ?? 0;
  const former = rate === 0 && scene.edges.kind[edge] === edgeKinds.former;
  const bucket = former ? 0 : rate + 1;
  return scene.edges.parent[edge] === originSlot ? peerBuckets + bucket : bucket;
}

/** How one bucket is stroked, in CSS pixels. `lines`: parallel hairlines that stand for width in a crowd. */
export interface EdgeStroke {
  readonly colour: string;
  readonly alpha: number;
  readonly width: number;
  readonly lines: number;
  /** Paths joined in one stroke call: pays for hairlines, costs double for wide lines. */
  readonly batch: number;
}

const crowd = 500;
const weather = 1500;

/** The strokes of all buckets for a zoom and a number of visible edges. */
export function edgeStrokes(palette: Palette, k: number, visible: number): EdgeStroke[] {
  const density = Math.min(1, Math.sqrt(140 / Math.max(1, visible)));
  const crowded = visible > crowd;
  const ink = Math.min(1, 5000 / Math.max(1, visible));
  const scale = k >= 0.6 ? 1 : Math.max(0.5, k / 0.6);
  const idleAlpha = visible > weather ? (palette.dark ? 0.05 : 0.07) * ink : Math.max(0.12, density * 0.7);
  const activeAlpha = visible > weather ? (palette.dark ? 0.11 : 0.13) * ink : Math.max(0.22, density * 0.85);
  return Array.from({ length: edgeBuckets }, (_, index) => {
    const origin = index >= peerBuckets;
    const bucket = index % peerBuckets;
    const rate = Math.max(0, bucket - 1);
    const active = bucket >= 2;
    const width = (edgeWidths[rate] ?? 1) * scale;
    const alpha = active ? Math.min(1, activeAlpha * (0.6 + 0.15 * rate)) : bucket === 1 ? idleAlpha : idleAlpha * 0.6;
    const colour = active ? (rate >= 3 ? palette.edgeHot : palette.edgeActive) : palette.edgeIdle;
    return {
      colour: origin ? palette.origin : colour,
      alpha: origin ? Math.min(0.95, Math.max(active ? 0.42 : 0.22, alpha * 1.2)) : alpha,
      width: crowded ? Math.min(1, width) : Math.max(active ? 1.2 : 1, width),
      lines: crowded && rate === 4 ? 2 : 1,
      batch: crowded ? 40 : 1,
    };
  });
}
