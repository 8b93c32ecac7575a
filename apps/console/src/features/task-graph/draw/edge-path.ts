import { originSlot } from '../model/edge-table.ts';
import { originHalfHeight, peerRadius, seedRadius } from './sizes.ts';
import type { Context, Stage } from './stage.ts';

/** The ends of an edge on the screen; `bend` is how far its control points stand off, vertically. */
export interface EdgePath {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  bend: number;
}

export const emptyPath = (): EdgePath => ({ x1: 0, y1: 0, x2: 0, y2: 0, bend: 0 });

const straightBelowZoom = 0.09;
const originSpread = 34;

/** Where screen pixels are: a cached layer draws with its own view instead of the present one. */
export interface Projection {
  readonly k: number;
  readonly tx: number;
  readonly ty: number;
}

/** Fills `path` with an edge's ends: out of a caption's underside, into the top of the child. */
export function locateEdge(stage: Stage, edge: number, at: Projection, path: EdgePath): EdgePath {
  const { scene, motion, detail } = stage;
  const parent = scene.edges.parent[edge] ?? originSlot;
  const child = scene.edges.child[edge] ?? 0;
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
  path.bend = Math.max(18 * Math.min(1, at.k), (path.y2 - path.y1) * 0.5);
  return path;
}

/** Adds an edge to the current path, shifted by `shift` pixels sideways. */
export function traceEdge(g: Context, path: EdgePath, k: number, shift: number): void {
  g.moveTo(path.x1 + shift, path.y1);
  if (k < straightBelowZoom) g.lineTo(path.x2 + shift, path.y2);
  else
    g.bezierCurveTo(
      path.x1 + shift,
      path.y1 + path.bend,
      path.x2 + shift,
      path.y2 - path.bend,
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
    x: (a + b) * path.x1 + (c + d) * path.x2,
    y: a * path.y1 + b * (path.y1 + path.bend) + c * (path.y2 - path.bend) + d * path.y2,
  };
}
