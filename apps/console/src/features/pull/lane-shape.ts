import type { PullLane, PullPiece } from '@damselfly/core';

/** Rows a lane may take; what flies beyond lies on the last one. */
const mostRows = 6;
export const rowPx = 7;
const barPx = 5;

export interface LaneShape {
  readonly rows: number;
  /** All pieces as one outline, on a plane of `width` units of time by `rows * rowPx`. */
  readonly path: string;
  readonly bars: readonly { readonly piece: PullPiece; readonly row: number }[];
}

/** Lays a lane's pieces into as few rows as show those on their way at once beside each other. */
export function laneShape({ pieces }: PullLane, fromMs: number, toMs: number, width: number): LaneShape {
  const freeAtMs: number[] = [];
  const bars = [...pieces]
    .sort((a, b) => a.startMs - b.startMs)
    .map((piece) => {
      const free = freeAtMs.findIndex((atMs) => atMs <= piece.startMs);
      const row = free >= 0 ? free : Math.min(freeAtMs.length, mostRows - 1);
      freeAtMs[row] = Math.max(freeAtMs[row] ?? 0, piece.endMs);
      return { piece, row };
    });
  const scale = width / Math.max(1, toMs - fromMs);
  const path = bars.map(({ piece, row }) => {
    const x = (piece.startMs - fromMs) * scale;
    // A hair of space keeps neighbours apart.
    const w = Math.max(0.6, (piece.endMs - piece.startMs) * scale - 0.6);
    return `M${x.toFixed(1)} ${row * rowPx + 1}h${w.toFixed(1)}v${barPx}h-${w.toFixed(1)}z`;
  });
  return { rows: Math.max(1, freeAtMs.length), path: path.join(''), bars };
}

/** Round marks on a time axis, at most about `most`: steps of 1, 2 or 5 times a power of ten milliseconds. */
export function axisMarks(durationMs: number, most: number): number[] {
  const rough = durationMs / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, n) => n * step);
}
