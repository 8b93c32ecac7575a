import type { PeerId } from '@damselfly/core';
import type { Words } from '../messages.ts';
import type { GraphStore } from '../model/graph-store.ts';
import type { Neighbourhood } from '../model/neighbourhood.ts';
import { taskHost } from '../model/task-host.ts';
import { drawBands, drawGutter } from './band-painter.ts';
import { type Detail, detailFor } from './detail.ts';
import { EdgeLayer } from './edge-layer.ts';
import { strokeEdges } from './edge-painter.ts';
import { edgeStrokes } from './edge-style.ts';
import { drawFlow } from './flow-painter.ts';
import { drawFocus, drawMarker, drawStrongEdges } from './focus-painter.ts';
import { FrameBudget } from './frame-budget.ts';
import { LabelPainter } from './label-painter.ts';
import { Motion } from './motion.ts';
import { drawPeers, NodeLayer } from './node-layer.ts';
import { drawOrigin } from './origin-painter.ts';
import type { Palette } from './palette.ts';
import { SpriteShelf } from './sprite-atlas.ts';
import { type Canvas, type Context, contextOf, type MakeCanvas, type Stage, type View } from './stage.ts';
import { TextSprites } from './text-sprites.ts';
import {
  countVisibleEdges,
  countVisiblePeers,
  isPeerVisible,
  placesExtent,
  visibleEdges,
  type WorldRect,
  worldRect,
} from './visible.ts';

const gestureRestMs = 120;
/** Part of the raster budget spent while the zoom moves: the bitmap at hand is scaled meanwhile. */
const gestureShare = 0.5;
const zoomTolerance = 1.6;
/** Beyond this many edges, beads run on the busy ones only. */
const beadsOnAllEdges = 60;

/**
 * Draws a store on a canvas. It touches no DOM and keeps no timer: the owner sets view, palette and emphasis, and calls
 * `frame` as long as it says so. Few peers are drawn afresh each frame, crowds from cached layers.
 */
export class Renderer {
  readonly motion = new Motion();
  /** Drops motion that carries no news: eases nothing, runs no beads. */
  still = false;
  focus: Neighbourhood | undefined;
  hover = -1;
  pinned: readonly PeerId[] = [];
  shown: Uint8Array | undefined;
  /** What the last frame found in view. */
  visible = { peers: 0, edges: 0 };
  readonly #store: GraphStore;
  readonly #canvas: Canvas;
  readonly #g: Context;
  readonly #sprites: SpriteShelf;
  readonly #texts: TextSprites;
  readonly #labels = new LabelPainter();
  readonly #edges: EdgeLayer;
  readonly #nodes: NodeLayer;
  readonly #budget = new FrameBudget();
  #palette: Palette;
  #words: Words;
  #view: View = { k: 1, tx: 0, ty: 0, width: 0, height: 0, dpr: 1 };
  #zoomedAtMs = Number.NEGATIVE_INFINITY;
  #lastFrameMs: number | undefined;
  #liveLast = { edges: true, peers: true };
  #extent: { readonly revision: number; readonly rect: WorldRect | undefined } | undefined;

  constructor({
    canvas,
    store,
    palette,
    words,
    make,
  }: { canvas: Canvas; store: GraphStore; palette: Palette; words: Words; make: MakeCanvas }) {
    this.#words = words;
    this.#canvas = canvas;
    this.#g = contextOf(canvas, true);
    this.#store = store;
    this.#palette = palette;
    this.#sprites = new SpriteShelf(make);
    this.#texts = new TextSprites(make);
    this.#edges = new EdgeLayer(make);
    this.#nodes = new NodeLayer(make);
  }

  get view(): View {
    return this.#view;
  }

  /** World y of the origin's chip, one band above the first; `undefined` when nobody fetches from the origin. */
  get originY(): number | undefined {
    const { scene, layout } = this.#store;
    const first = layout.bands.find((band) => band.members.length > 0);
    if (first === undefined || scene.edges.outOf(-1).length === 0) return undefined;
    return first.top - layout.spacing.rowHeight * 0.85 - layout.spacing.bandGap * 0.75;
  }

  /** Sizes in CSS pixels. */
  resize(width: number, height: number, dpr: number): void {
    this.#canvas.width = Math.max(1, Math.round(width * dpr));
    this.#canvas.height = Math.max(1, Math.round(height * dpr));
    if (dpr !== this.#view.dpr || this.#view.width === 0) this.#texts.reset(dpr);
    this.#view = { ...this.#view, width, height, dpr };
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#forget();
  }

  setWords(words: Words): void {
    this.#words = words;
  }

  /** Redraws what was cached, for a type face that has arrived or another filter. */
  refresh(): void {
    this.#texts.reset(this.#view.dpr);
    this.#forget();
  }

  setView(k: number, tx: number, ty: number, nowMs: number): void {
    if (k !== this.#view.k) this.#zoomedAtMs = nowMs;
    this.#view = { ...this.#view, k, tx, ty };
  }

  /** Draws one frame; true asks for another one. */
  frame(nowMs: number): boolean {
    const elapsedMs = Math.min(100, nowMs - (this.#lastFrameMs ?? nowMs - 16));
    this.#lastFrameMs = nowMs;
    this.#budget.measure(elapsedMs);
    const { scene, layout } = this.#store;
    const crowd = !this.#liveLast.peers;
    const moving = this.motion.step(scene, layout, elapsedMs, this.still || crowd);
    const rect = worldRect(this.#view, 30);
    const peers = countVisiblePeers(scene, this.motion, rect);
    const edges = countVisibleEdges(scene, this.motion, rect);
    this.visible = { peers, edges };
    const stage = this.#stage(nowMs, peers, edges);
    drawBandsAndSpace(this.#g, stage);
    const working = this.#drawGraph(stage, moving);
    drawGutter(this.#g, stage);
    this.#liveLast = { edges: stage.detail.liveEdges, peers: stage.detail.livePeers };
    if (!moving && !working && !stage.zooming) this.#lastFrameMs = undefined;
    return moving || working || stage.zooming;
  }

  #stage(nowMs: number, peers: number, edges: number): Stage {
    const { scene, layout } = this.#store;
    const zooming = nowMs - this.#zoomedAtMs < gestureRestMs;
    const detail = detailFor(this.#view.k, layout.spacing, peers, edges);
    return {
      ...{ scene, layout, nowMs, motion: this.motion, view: this.#view, palette: this.#palette, words: this.#words },
      ...{ sprites: this.#sprites, texts: this.#texts, originY: this.originY },
      ...{ focus: this.focus, hover: this.hover, shown: this.shown, still: this.still },
      zooming,
      extent: this.#extentOf(),
      detail: zooming ? this.#steady(detail) : detail,
    };
  }

  /** A gesture that began on bitmaps stays on them: what is drawn afresh each frame costs more than a scaled copy. */
  #steady(detail: Detail): Detail {
    const { edges, peers } = this.#liveLast;
    const livePeers = detail.livePeers && peers;
    const labels = livePeers ? {} : { names: false, captions: false, edgeRates: false, captionHeight: 0 };
    return { ...detail, ...labels, livePeers, liveEdges: detail.liveEdges && edges };
  }

  #extentOf(): WorldRect | undefined {
    const { layout } = this.#store;
    if (this.#extent?.revision !== layout.revision) {
      this.#extent = { revision: layout.revision, rect: placesExtent(layout) };
    }
    return this.#extent.rect;
  }

  #drawGraph(stage: Stage, moving: boolean): boolean {
    const g = this.#g;
    const { detail, scene, motion } = stage;
    const rect = worldRect(stage.view, 60);
    const nowOnScheduler = this.#store.nowMs();
    const rateNow = (edge: number) => scene.edgeRate(edge, nowOnScheduler);
    const dim = stage.focus !== undefined || stage.shown !== undefined;
    const buckets = detail.liveEdges ? visibleEdges(scene, motion, rect) : [];
    let working = this.#advanceLayers(stage);
    if (detail.liveEdges) working = this.#drawLiveEdges(stage, buckets, dim ? 0.22 : 1) || working;
    else this.#edges.show(g, stage.view, dim ? (detail.visibleEdges > 1500 ? 0.4 : 0.25) : 1);
    if (stage.hover >= 0 && stage.focus === undefined) {
      const near = [...scene.edges.into(stage.hover), ...scene.edges.outOf(stage.hover)].slice(0, 120);
      drawStrongEdges(g, stage, near);
      working = working || (!this.still && near.some((edge) => scene.edges.rateClass[edge] !== 0));
    }
    if (detail.livePeers) {
      const slots: number[] = [];
      for (let slot = 0; slot < scene.size; slot++) if (isPeerVisible(scene, motion, rect, slot)) slots.push(slot);
      drawPeers(g, stage, slots, !moving && !stage.zooming);
    } else this.#nodes.show(g, stage.view, stage.focus === undefined ? 1 : 0.22);
    drawFocus(g, stage);
    working =
      working || (!this.still && (stage.focus?.edges.some((edge) => scene.edges.rateClass[edge] !== 0) ?? false));
    drawOrigin(g, stage, taskHost(this.#store.graph.facts?.url));
    const room = this.#labels.drawPeers(g, stage, worldRect(stage.view, 0), rateNow);
    if (detail.edgeRates) this.#labels.drawEdgeRates(g, stage, stage.focus?.edges ?? buckets.flat(), room, rateNow);
    for (const peer of this.pinned) {
      const slot = scene.slotOf(peer);
      if (slot !== undefined && slot !== stage.focus?.slot) drawMarker(g, stage, slot, true);
    }
    if (stage.hover >= 0) drawMarker(g, stage, stage.hover, false);
    if (stage.focus !== undefined) drawMarker(g, stage, stage.focus.slot, true);
    return working;
  }

  #drawLiveEdges(stage: Stage, buckets: readonly number[][], alpha: number): boolean {
    const strokes = edgeStrokes(stage.palette, stage.view.k, stage.detail.visibleEdges);
    let flowing = false;
    buckets.forEach((edges, index) => {
      const stroke = strokes[index];
      if (stroke === undefined || edges.length === 0) return;
      strokeEdges(this.#g, stage, edges, { from: 0, to: edges.length, stroke, at: stage.view, alpha });
      const rate = stage.scene.edges.rateClass[edges[0] ?? 0] ?? 0;
      const crowded = stage.detail.visibleEdges > beadsOnAllEdges && rate < 3;
      if (rate === 0 || crowded || stage.view.k < 0.35 || alpha < 1 || this.still) return;
      drawFlow(this.#g, stage, edges, stroke, Math.min(1, stroke.alpha + 0.25));
      flowing = true;
    });
    return flowing;
  }

  /** Lets the cached layers catch up; true while they have not. */
  #advanceLayers(stage: Stage): boolean {
    const { detail, scene, layout } = stage;
    let budgetUs = this.#budget.microseconds * (stage.zooming ? gestureShare : 1);
    let waiting = false;
    if (!detail.livePeers) {
      const stale = isStale(this.#nodes.zoom, stage.view.k, !stage.zooming);
      budgetUs = this.#nodes.advance(stage, stale, budgetUs);
      waiting = this.#nodes.busy || this.#nodes.zoom !== stage.view.k;
    } else this.#nodes.forget();
    if (!detail.liveEdges) {
      const stale = isStale(this.#edges.zoom, stage.view.k, !stage.zooming);
      const key = `${scene.topologyRevision} ${scene.classRevision} ${layout.revision} ${this.motion.revision}`;
      this.#edges.advance(stage, key, stale, Math.max(1000, budgetUs));
      waiting = waiting || this.#edges.busy || this.#edges.zoom !== stage.view.k || this.#edges.key !== key;
    } else this.#edges.forget();
    return waiting;
  }

  #forget(): void {
    this.#edges.forget();
    this.#nodes.forget();
  }
}

function drawBandsAndSpace(g: Context, stage: Stage): void {
  const { dpr } = stage.view;
  g.setTransform(dpr, 0, 0, dpr, 0, 0);
  drawBands(g, stage);
}

/** A bitmap is renewed once the gesture rests, or when it would be scaled too far. */
function isStale(zoom: number | undefined, k: number, resting: boolean): boolean {
  if (zoom === undefined || zoom === k) return false;
  const ratio = k / zoom;
  return resting || ratio > zoomTolerance || ratio < 1 / zoomTolerance;
}
