import { originSlot } from '../model/edge-table.ts';
import { originHalfHeight, peerRadius, seedRadius } from './sizes.ts';
import type { Context, Stage } from './stage.ts';

/** An edge as a cubic curve on the screen: two ends, and the control point of each. */
export interface EdgePath {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  controlX1: number;
  controlY1: number;
  controlX2: number;
  controlY2: number;
}

export const emptyPath = (): EdgePath => ({
  ...{ x1: 0, y1: 0, x2: 0, y2: 0 },
  ...{ controlX1: 0, controlY1: 0, controlX2: 0, controlY2: 0 },
});

const straightBelowZoom = 0.09;
const originSpread = 34;
/** Room a passing edge leaves around a peer, in world units. */
const clearance = peerRadius + 14;

/** Where screen pixels are: a cached layer draws with its own view instead of the present one. */
export interface Projection {
  readonly k: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * Fills `path` with an edge's curve: from under a caption into the top of the child below, or an arc over the
 * neighbours to a child of the same level.
 */
export function locateEdge(stage: Stage, edge: number, at: Projection, path: EdgePath): EdgePath {
  const { scene, layout, motion, detail } = stage;
  const parent = scene.edges.parent[edge] ?? originSlot;
  const child = scene.edges.child[edge] ?? 0;
  const { level } = layout.places;
  if (parent !== originSlot && (level[parent] ?? 0) >= (level[child] ?? 0)) return locateArc(stage, edge, at, path);
  const childSeed = scene.seed[child] === 1;
  path.x2 = (motion.x[child] ?? 0) * at.k + at.tx;
  path.y2 =
    ((motion.y[child] ?? 0) - (childSeed ? seedRadius : peerRadius)) * at.k +
    at.ty -
    (childSeed ? detail.captionHeight : 1);
  if (parent === originSlot) {
    const lean = Math.max(-originSpread, Math.min(originSpread, (motion.x[child] ?? 0) * 0.12));
    path.x1 = lean * at.k + at.tx;
    path.y1 = ((stage.originY ?? 0) + originHalfHeight) * at.k + at.ty;
  } else {
    const parentSeed = scene.seed[parent] === 1;
    path.x1 = (motion.x[parent] ?? 0) * at.k + at.tx;
    path.y1 =
      ((motion.y[parent] ?? 0) + (parentSeed ? seedRadius : peerRadius)) * at.k +
      at.ty +
      (parentSeed ? 0 : detail.captionHeight);
  }
  const bend = Math.max(18 * Math.min(1, at.k), (path.y2 - path.y1) * 0.5);
  const bow = (detail.routedEdges ? bowAround(stage, parent, child) : 0) * at.k;
  path.controlX1 = path.x1 + bow;
  path.controlY1 = path.y1 + bend;
  path.controlX2 = path.x2 + bow;
  path.controlY2 = path.y2 - bend;
  return path;
}

/** Between peers of one level: shoulder to shoulder for neighbours, higher the farther they stand apart. */
function locateArc(stage: Stage, edge: number, at: Projection, path: EdgePath): EdgePath {
  const { scene, motion } = stage;
  const parent = scene.edges.parent[edge] ?? 0;
  const child = scene.edges.child[edge] ?? 0;
  const dx = (motion.x[child] ?? 0) - (motion.x[parent] ?? 0);
  const dy = (motion.y[child] ?? 0) - (motion.y[parent] ?? 0);
  const length = Math.max(1, Math.hypot(dx, dy));
  const beside = length < stage.layout.spacing.pitch * 1.5;
  const rise = beside ? length * 0.12 : Math.min(stage.layout.spacing.rowHeight * 0.72, 16 + length * 0.12);
  const lift = beside ? 0.35 : 0.8;
  const across = Math.sqrt(1 - lift * lift);
  const end = (slot: number, side: number) => {
    const radius = (scene.seed[slot] === 1 ? seedRadius : peerRadius) + 1;
    return {
      x: ((motion.x[slot] ?? 0) + (side * dx * across * radius) / length) * at.k + at.tx,
      y: ((motion.y[slot] ?? 0) + ((side * dy * across) / length - lift) * radius) * at.k + at.ty,
    };
  };
  const from = end(parent, 1);
  const to = end(child, -1);
  path.x1 = from.x;
  path.y1 = from.y;
  path.x2 = to.x;
  path.y2 = to.y;
  const inward = beside ? 0.3 : 0.22;
  path.controlX1 = from.x + (to.x - from.x) * inward;
  path.controlY1 = from.y + (to.y - from.y) * inward - rise * at.k;
  path.controlX2 = to.x - (to.x - from.x) * inward;
  path.controlY2 = to.y - (to.y - from.y) * inward - rise * at.k;
  return path;
}

/** How far an edge that skips levels swings out, in world units, to pass the peers between its ends. */
function bowAround(stage: Stage, parent: number, child: number): number {
  const { layout } = stage;
  const { x, y, level } = layout.places;
  const from = parent === originSlot ? -1 : (level[parent] ?? 0);
  const to = level[child] ?? 0;
  const x1 = parent === originSlot ? 0 : (x[parent] ?? 0);
  const y1 = parent === originSlot ? (stage.originY ?? 0) : (y[parent] ?? 0);
  const [dx, dy] = [(x[child] ?? 0) - x1, (y[child] ?? 0) - y1];
  let best = 0;
  let leastHits = Number.POSITIVE_INFINITY;
  const lean = dx < 0 ? -1 : 1;
  for (const reach of [0, 0.7, -0.7, 1.3, -1.3, 2, -2]) {
    const bow = reach * lean * layout.spacing.pitch;
    let hits = 0;
    for (let between = from + 1; between < to; between++) {
      for (const slot of layout.bands[between]?.members ?? []) {
        const t = Math.max(0, Math.min(1, ((y[slot] ?? 0) - y1) / Math.max(1, dy)));
        const curve = x1 + dx * t * t * (3 - 2 * t) + bow * 3 * t * (1 - t);
        if (Math.abs(curve - (x[slot] ?? 0)) < clearance) hits += 1;
      }
    }
    if (hits < leastHits) {
      leastHits = hits;
      best = bow;
    }
    if (hits === 0) break;
  }
  return best;
}

/** Adds an edge to the current path, shifted by `shift` pixels sideways. */
export function traceEdge(g: Context, path: EdgePath, k: number, shift: number): void {
  g.moveTo(path.x1 + shift, path.y1);
  if (k < straightBelowZoom) g.lineTo(path.x2 + shift, path.y2);
  else
    g.bezierCurveTo(
      path.controlX1 + shift,
      path.controlY1,
      path.controlX2 + shift,
      path.controlY2,
      path.x2 + shift,
      path.y2,
    );
}

/** The point at a share `t` of an edge's curve. */
export function pointOn(path: EdgePath, t: number): { x: number; y: number } {
  const s = 1 - t;
  const a = s * s * s;
  const b = 3 * s * s * t;
  const c = 3 * s * t * t;
  const d = t * t * t;
  return {
    x: a * path.x1 + b * path.controlX1 + c * path.controlX2 + d * path.x2,
    y: a * path.y1 + b * path.controlY1 + c * path.controlY2 + d * path.y2,
  };
}
