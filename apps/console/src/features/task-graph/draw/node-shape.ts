import { stateCode } from '../model/peer-state.ts';
import { type Palette, stateColours } from './palette.ts';
import { ringWidth } from './sizes.ts';
import type { Context } from './stage.ts';

const turn = Math.PI * 2;
const top = -Math.PI / 2;
const done = stateCode('succeeded');
const failed = stateCode('failed');
const waiting = stateCode('waiting');
const backToSource = stateCode('backToSource');

/** What a peer looks like: shape by kind, colour, ring and glyph by state. */
export interface NodeLook {
  readonly seed: boolean;
  readonly state: number;
  /** 0 to 1. */
  readonly progress: number;
}

/** Draws a peer of a radius in pixels around a point; `zoom` scales the ring. State is told by shape as well as hue. */
export function drawNode(
  g: Context,
  x: number,
  y: number,
  radius: number,
  zoom: number,
  look: NodeLook,
  p: Palette,
): void {
  const width = Math.max(1.4, ringWidth * Math.min(zoom, 1.4));
  const inner = radius - width / 2;
  const ink = look.seed && look.state !== failed ? p.seed : (stateColours(p)[look.state] ?? p.waiting);
  const outline = look.seed
    ? (share: number) => squircle(g, x, y, inner, share)
    : (share: number) => arc(g, x, y, inner, share);
  g.lineWidth = width;
  fillBody(g, outline, look, ink, p);
  if (look.state === failed) {
    const dash = Math.max(1.5, (inner * turn) / 22);
    g.setLineDash([dash * 1.3, dash * 0.9]);
    strokeOutline(g, outline, 1, ink);
  } else if (look.state === done) {
    strokeOutline(g, outline, 1, ink);
  } else {
    const bare = look.state === waiting && look.progress === 0 && !look.seed;
    strokeOutline(g, outline, 1, bare && radius < 12 ? p.waiting : p.track);
    g.lineCap = radius >= 8 ? 'round' : 'butt';
    if (look.progress > 0) strokeOutline(g, outline, Math.max(0.02, look.progress), ink);
  }
  g.setLineDash([]);
  g.lineCap = 'butt';
  if (radius >= 11) drawGlyph(g, x, y, radius, look, ink);
}

function fillBody(g: Context, outline: (share: number) => void, look: NodeLook, ink: string, p: Palette): void {
  outline(1);
  g.fillStyle = p.disc;
  g.fill();
  const tint = look.state === done ? 0.18 : look.state === failed ? 0.1 : look.seed ? 0.1 : 0;
  if (tint === 0) return;
  const before = g.globalAlpha;
  g.globalAlpha = before * tint;
  g.fillStyle = ink;
  g.fill();
  g.globalAlpha = before;
}

function strokeOutline(g: Context, outline: (share: number) => void, share: number, ink: string): void {
  outline(share);
  g.strokeStyle = ink;
  g.stroke();
}

function arc(g: Context, x: number, y: number, radius: number, share: number): void {
  g.beginPath();
  g.arc(x, y, radius, top, top + turn * share);
}

/** A rounded square from the middle of its top edge clockwise; a part of it is cut off by a dash of that length. */
function squircle(g: Context, x: number, y: number, half: number, share: number): void {
  const corner = half * 0.62;
  g.beginPath();
  g.moveTo(x, y - half);
  g.arcTo(x + half, y - half, x + half, y + half, corner);
  g.arcTo(x + half, y + half, x - half, y + half, corner);
  g.arcTo(x - half, y + half, x - half, y - half, corner);
  g.arcTo(x - half, y - half, x + half, y - half, corner);
  g.closePath();
  if (share < 1) {
    const length = 8 * (half - corner) + turn * corner;
    g.setLineDash([length * share, length]);
  }
}

function drawGlyph(g: Context, x: number, y: number, radius: number, look: NodeLook, ink: string): void {
  const u = radius / 20;
  g.strokeStyle = ink;
  g.fillStyle = ink;
  g.lineWidth = Math.max(1.3, 2.1 * u);
  g.lineCap = 'round';
  g.lineJoin = 'round';
  g.beginPath();
  if (look.state === failed) {
    lines(g, x, y, u, [-5, -5, 5, 5], [5, -5, -5, 5]);
  } else if (look.seed) {
    for (const row of [-6, 0, 6]) g.roundRect(x - 7 * u, y + (row - 1.7) * u, 14 * u, 3.4 * u, 1.4 * u);
    g.fill();
    g.beginPath();
  } else if (look.state === done) {
    lines(g, x, y, u, [-6, 0.5, -2, 4.5, 6, -4.5]);
  } else if (look.state === backToSource) {
    lines(g, x, y, u, [0, 6.5, 0, -6], [-5, -1, 0, -6, 5, -1]);
  } else if (look.state === waiting) {
    for (const dot of [-5.5, 0, 5.5]) g.roundRect(x + (dot - 1.4) * u, y - 1.4 * u, 2.8 * u, 2.8 * u, 1.4 * u);
    g.fill();
    g.beginPath();
  }
  g.stroke();
  g.lineCap = 'butt';
}

/** Polylines in units of a twentieth of the radius around a point. */
function lines(g: Context, x: number, y: number, unit: number, ...runs: readonly (readonly number[])[]): void {
  for (const run of runs) {
    for (let at = 0; at < run.length; at += 2) {
      const px = x + (run[at] ?? 0) * unit;
      const py = y + (run[at + 1] ?? 0) * unit;
      if (at === 0) g.moveTo(px, py);
      else g.lineTo(px, py);
    }
  }
}
