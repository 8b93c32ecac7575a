import { strokeEdges } from './edge-painter.ts';
import { bucketOf, edgeStrokes } from './edge-style.ts';
import { drawFlow } from './flow-painter.ts';
import { drawPeers } from './node-layer.ts';
import { peerRadius, seedRadius } from './sizes.ts';
import type { Context, Stage } from './stage.ts';

/** More edges than this are a web, not a path: the neighbourhood is cut there. */
export const focusEdgeLimit = 240;
const movingFocusEdges = 90;

/** Draws edges in full strength over a picture that has stepped back; beads run along the few that carry bytes. */
export function drawStrongEdges(g: Context, stage: Stage, edges: readonly number[]): void {
  const strokes = edgeStrokes(stage.palette, Math.max(0.6, stage.view.k), Math.min(120, edges.length));
  for (const edge of edges) {
    if (stage.scene.edges.kind[edge] === 0) continue;
    const stroke = strokes[bucketOf(stage.scene, edge)];
    if (stroke === undefined) continue;
    const active = stage.scene.edges.rateClass[edge] !== 0;
    const colour = stroke.colour === stage.palette.edgeActive ? stage.palette.edgeHot : stroke.colour;
    const strong = {
      ...stroke,
      colour: active ? colour : stroke.colour === stage.palette.edgeIdle ? stage.palette.muted : colour,
    };
    const line = { ...strong, width: Math.max(1.2, stroke.width), alpha: active ? 0.95 : 0.55 };
    strokeEdges(g, stage, [edge], { from: 0, to: 1, stroke: line, at: stage.view, alpha: 1 });
    if (active && edges.length <= movingFocusEdges) drawFlow(g, stage, [edge], line, 1);
  }
}

/** The focused peer's surroundings in full strength. */
export function drawFocus(g: Context, stage: Stage): void {
  if (stage.focus === undefined) return;
  drawStrongEdges(g, stage, stage.focus.edges);
  drawPeers(g, stage, stage.focus.slots, true);
}

/** The ring around a peer, and its name where names are not written. */
export function drawMarker(g: Context, stage: Stage, slot: number, strong: boolean): void {
  const { scene, motion, view, palette } = stage;
  if (scene.alive[slot] !== 1) return;
  const x = (motion.x[slot] ?? 0) * view.k + view.tx;
  const y = (motion.y[slot] ?? 0) * view.k + view.ty;
  const seed = scene.seed[slot] === 1;
  const reach = Math.max(8, (seed ? seedRadius : peerRadius) * view.k + 5);
  g.globalAlpha = strong ? 1 : 0.5;
  g.lineWidth = strong ? 2 : 1.5;
  g.strokeStyle = palette.focus;
  g.beginPath();
  if (seed) g.roundRect(x - reach, y - reach, 2 * reach, 2 * reach, reach * 0.62);
  else g.arc(x, y, reach, 0, Math.PI * 2);
  g.stroke();
  g.globalAlpha = 1;
  if (strong && !stage.detail.names) drawTag(g, stage, x, y - reach - 18, scene.peers[slot]?.hostname ?? '');
}

function drawTag(g: Context, stage: Stage, x: number, y: number, text: string): void {
  const { palette, texts } = stage;
  const font = `600 12px ${palette.font}`;
  const width = texts.widthOf(text, font) + 20;
  g.beginPath();
  g.roundRect(x - width / 2, y - 12, width, 24, 7);
  g.fillStyle = palette.surface;
  g.fill();
  g.lineWidth = 1;
  g.strokeStyle = palette.border;
  g.stroke();
  texts.draw(g, text, x, y + 0.5, { font, px: 12, ink: palette.text, halo: 'transparent' });
}
