import { isActive, stateOfCode } from '../model/peer-state.ts';
import { emptyPath, locateEdge, pointOn } from './edge-path.ts';
import { LabelRoom } from './label-room.ts';
import { shortNames } from './short-name.ts';
import { peerRadius, seedRadius } from './sizes.ts';
import { type Context, isDimmed, type Stage } from './stage.ts';
import type { TextStyle } from './text-sprites.ts';
import { isPeerVisible, type WorldRect } from './visible.ts';

const captionEveryMs = 200;
const numberFromRadiusPx = 13.5;

/** Writes names, captions and rates; remembers captions so that they change at a readable pace. */
export class LabelPainter {
  #captions = new Map<number, string>();
  #rates = new Map<number, string>();
  #captionsAtMs = Number.NEGATIVE_INFINITY;

  /** Names and captions of the visible peers; the room they take is returned for labels of lower rank. */
  drawPeers(g: Context, stage: Stage, rect: WorldRect, rateNow: (edge: number) => number): LabelRoom {
    const room = new LabelRoom();
    const { scene, motion, view, detail, palette, layout } = stage;
    if (stage.nowMs - this.#captionsAtMs >= captionEveryMs) {
      this.#captions = new Map();
      this.#rates = new Map();
      this.#captionsAtMs = stage.nowMs;
    }
    const slots = ranked(stage, rect);
    drawNumbers(g, stage, slots);
    if (!detail.names) return room;
    for (const slot of slots) takeDisc(stage, slot, room);
    const name = style(stage, 500, detail.fontPx, palette.muted);
    const strong = style(stage, 600, detail.fontPx, palette.text);
    const small = style(stage, 400, detail.fontPx - 1, palette.faint);
    const widest = layout.spacing.pitch * view.k - 10;
    const names = shortNames(
      slots.map((slot) => scene.peers[slot]?.hostname ?? ''),
      (text) => stage.texts.widthOf(text, name.font) <= widest,
    );
    slots.forEach((slot, index) => {
      const x = (motion.x[slot] ?? 0) * view.k + view.tx;
      const seed = scene.seed[slot] === 1;
      const strongly = seed || slot === stage.focus?.slot || slot === stage.hover;
      const text = seed ? (scene.peers[slot]?.hostname ?? '') : (names[index] ?? '');
      const first = firstLineY(stage, slot, seed);
      const width = stage.texts.widthOf(text, strong.font);
      const caption = detail.captions ? this.#caption(stage, slot, rateNow) : '';
      const lines = caption === '' ? 1 : 2;
      const top = seed ? first - (lines - 1) * (detail.fontPx + 3) : first;
      if (!room.take(x - width / 2 - 2, top - 7, width + 4, lines * (detail.fontPx + 2))) return;
      g.globalAlpha = motion.opacity[slot] ?? 1;
      stage.texts.draw(g, text, x, top, strongly ? strong : name);
      if (caption !== '') stage.texts.draw(g, caption, x, top + detail.fontPx + 3, small);
    });
    g.globalAlpha = 1;
    return room;
  }

  /** Rates written on the edges themselves, where nothing else is written yet. */
  drawEdgeRates(
    g: Context,
    stage: Stage,
    edges: readonly number[],
    room: LabelRoom,
    rateNow: (edge: number) => number,
  ): void {
    const path = emptyPath();
    const { palette, detail, texts } = stage;
    const look = { ...style(stage, 500, detail.fontPx - 1.5, palette.muted), halo: palette.background };
    for (const edge of edges) {
      if (stage.scene.edges.rateClass[edge] === 0) continue;
      locateEdge(stage, edge, stage.view, path);
      const text = this.#rates.get(edge) ?? stage.words.format.rate(rateNow(edge));
      this.#rates.set(edge, text);
      const width = texts.widthOf(text, look.font);
      for (const share of [0.5, 0.36, 0.64]) {
        const { x, y } = pointOn(path, share);
        if (!room.take(x - width / 2 - 4, y - 8, width + 8, 16)) continue;
        texts.draw(g, text, x, y, look);
        break;
      }
    }
  }

  #caption(stage: Stage, slot: number, rateNow: (edge: number) => number): string {
    const known = this.#captions.get(slot);
    if (known !== undefined) return known;
    const caption = captionOf(stage, slot, rateNow);
    this.#captions.set(slot, caption);
    return caption;
  }
}

/** Keeps labels off the peers themselves. */
function takeDisc(stage: Stage, slot: number, room: LabelRoom): void {
  const { motion, view, scene } = stage;
  const radius = (scene.seed[slot] === 1 ? seedRadius : peerRadius) * view.k;
  const x = (motion.x[slot] ?? 0) * view.k + view.tx;
  const y = (motion.y[slot] ?? 0) * view.k + view.ty;
  room.take(x - radius, y - radius + 2, 2 * radius, 2 * radius - 4);
}

function drawNumbers(g: Context, stage: Stage, slots: readonly number[]): void {
  const { scene, motion, view, palette } = stage;
  const radius = peerRadius * view.k;
  if (radius < numberFromRadiusPx) return;
  const px = Math.max(8.5, Math.round(radius * 0.56));
  const look: TextStyle = { ...style(stage, 600, px, palette.text), halo: 'transparent' };
  for (const slot of slots) {
    if (scene.seed[slot] === 1 || stateOfCode(scene.state[slot] ?? 0) !== 'downloading') continue;
    const percent = String(Math.floor((motion.progress[slot] ?? 0) * 100));
    g.globalAlpha = motion.opacity[slot] ?? 1;
    const x = (motion.x[slot] ?? 0) * view.k + view.tx;
    stage.texts.draw(g, percent, x, (motion.y[slot] ?? 0) * view.k + view.ty + px * 0.06, look);
  }
  g.globalAlpha = 1;
}

/** Visible peers by the right to a label: focus and pointer, seeds, failures, then reading order. */
function ranked(stage: Stage, rect: WorldRect): number[] {
  const { scene, motion } = stage;
  const slots: number[] = [];
  for (let slot = 0; slot < scene.size; slot++) {
    if (isPeerVisible(scene, motion, rect, slot) && !isDimmed(stage, slot)) slots.push(slot);
  }
  const rank = (slot: number) => {
    if (slot === stage.focus?.slot || slot === stage.hover) return 0;
    if (scene.seed[slot] === 1) return 1;
    return stateOfCode(scene.state[slot] ?? 0) === 'failed' ? 2 : 3;
  };
  return slots.sort((a, b) => rank(a) - rank(b) || a - b);
}

function firstLineY(stage: Stage, slot: number, seed: boolean): number {
  const { motion, view, detail } = stage;
  const y = (motion.y[slot] ?? 0) * view.k + view.ty;
  return seed ? y - seedRadius * view.k - detail.fontPx * 0.5 - 5 : y + peerRadius * view.k + detail.fontPx * 0.5 + 5;
}

function captionOf(stage: Stage, slot: number, rateNow: (edge: number) => number): string {
  const { scene, words } = stage;
  const { t, format } = words;
  const state = stateOfCode(scene.state[slot] ?? 0);
  const rate = (edges: readonly number[]) => edges.reduce((sum, edge) => sum + rateNow(edge), 0);
  if (isActive(state)) {
    const parts = [format.percent(scene.progress[slot] ?? 0)];
    const incoming = rate(scene.edges.into(slot));
    if (incoming > 0) parts.push(format.rate(incoming));
    if (scene.seed[slot] === 1 || state === 'backToSource' || incoming === 0) return parts.join('  ·  ');
    return parts.slice(1).join('');
  }
  if (state === 'failed') return t.caption.failed;
  if (state === 'waiting') return t.caption.waiting;
  const outgoing = rate(scene.edges.outOf(slot));
  return outgoing > 0 ? `↑ ${format.rate(outgoing)}` : t.caption.done;
}

function style(stage: Stage, weight: number, px: number, ink: string): TextStyle {
  return { font: `${weight} ${px}px ${stage.palette.font}`, px, ink, halo: stage.palette.band };
}
