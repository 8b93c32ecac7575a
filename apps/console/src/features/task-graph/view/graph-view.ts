import type { PeerId, PeerState } from '@damselfly/core';
import { focusEdgeLimit } from '../draw/focus-painter.ts';
import { Renderer } from '../draw/renderer.ts';
import { peerRadius, seedRadius } from '../draw/sizes.ts';
import type { Words } from '../messages.ts';
import type { GraphStore } from '../model/graph-store.ts';
import { neighbourhoodOf } from '../model/neighbourhood.ts';
import { peerStates } from '../model/peer-state.ts';
import { Camera } from './camera.ts';
import { extentOf, type Framing, fitExtent } from './fit.ts';
import { FrameLoop } from './frame-loop.ts';
import { HitTest } from './hit-test.ts';
import { onThemeChange, readPalette } from './read-palette.ts';

/** Room at the bottom of the canvas for the legend that floats there, in pixels: it takes two lines on a narrow one. */
const legendFor = (width: number): number => (width < 640 ? 92 : 64);
const aspectTolerance = 1.4;
const followPauseMs = 400;
/** What is said about a peer is at most this wide. */
const tipRoomPx = 330;

/** A peer under the pointer, and the point beside it on the canvas, in CSS pixels. */
export interface Hovered {
  readonly peer: PeerId;
  readonly x: number;
  readonly y: number;
  /** There is no room at the right. */
  readonly leftwards: boolean;
}

interface GraphViewOptions {
  readonly canvas: HTMLCanvasElement;
  readonly store: GraphStore;
  readonly words: Words;
  readonly onHover: (hovered: Hovered | undefined) => void;
  readonly onSelect: (peer: PeerId | undefined) => void;
  /** False once a person has moved the view; true again after a fit. */
  readonly onFollow: (following: boolean) => void;
}

/** Joins canvas, camera, renderer and store: the DOM side of the graph. Destroy it with its canvas. */
export class GraphView {
  readonly #options: GraphViewOptions;
  readonly #surface: HTMLElement;
  readonly #renderer: Renderer;
  readonly #camera: Camera;
  readonly #hits: HitTest;
  readonly #loop: FrameLoop;
  readonly #stops: (() => void)[] = [];
  #following = true;
  #fittedRevision = -1;
  #fittedAtMs = Number.NEGATIVE_INFINITY;
  #selected: PeerId | undefined;
  #focusRevision = -1;
  #framed = false;

  constructor(options: GraphViewOptions) {
    const { canvas, store, words } = options;
    this.#options = options;
    this.#surface = canvas.parentElement ?? canvas;
    this.#renderer = new Renderer({ canvas, store, palette: readPalette(this.#surface), words, make });
    this.#hits = new HitTest(store);
    this.#loop = new FrameLoop((nowMs) => this.#frame(nowMs));
    this.#camera = new Camera(canvas, (framing, byHand) => this.#moved(framing, byHand));
    this.#listen();
  }

  /** Focuses a peer with its ancestors and descendants; `undefined` leaves the focus. */
  select(peer: PeerId | undefined, reveal: boolean): void {
    this.#selected = peer;
    this.#focusRevision = -1;
    if (peer !== undefined && reveal) this.#reveal(peer);
    this.#loop.wake();
  }

  /** Shows only peers in one of the states at full strength; `undefined` shows all. */
  filter(states: ReadonlySet<PeerState> | undefined): void {
    this.#renderer.shown =
      states === undefined ? undefined : Uint8Array.from(peerStates, (state) => (states.has(state) ? 1 : 0));
    this.#renderer.refresh();
    this.#loop.wake();
  }

  /** The language of what is written on the canvas. */
  speak(words: Words): void {
    this.#renderer.setWords(words);
    this.#loop.wake();
  }

  /** Marks peers that somebody keeps an eye on. */
  pin(peers: readonly PeerId[]): void {
    this.#renderer.pinned = peers;
    this.#loop.wake();
  }

  /** Shows the whole and follows its growth. */
  fit(): void {
    this.#follow(true);
    this.#fitNow(performance.now(), true);
    this.#loop.wake();
  }

  zoomBy(factor: number): void {
    this.#follow(false);
    this.#move(this.#camera.zoomBy(factor), true);
  }

  panBy(dx: number, dy: number): void {
    const { k, x, y } = this.#camera.framing;
    this.#follow(false);
    this.#move({ k, x: x + dx, y: y + dy }, true);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#camera.destroy();
    this.#loop.stop();
  }

  #listen(): void {
    const { canvas, store } = this.#options;
    const sizes = new ResizeObserver(() => this.#resize(this.#surface));
    sizes.observe(this.#surface);
    const motion = matchMedia('(prefers-reduced-motion: reduce)');
    const applyMotion = () => {
      this.#renderer.still = motion.matches;
      this.#loop.wake();
    };
    const pointer = new AbortController();
    const on = { signal: pointer.signal };
    canvas.addEventListener('pointermove', (event) => this.#hover(event), on);
    canvas.addEventListener('pointerleave', () => this.#setHover(-1), on);
    canvas.addEventListener('click', (event) => this.#options.onSelect(this.#peerAt(event)), on);
    motion.addEventListener('change', applyMotion, on);
    applyMotion();
    const onFonts = () => {
      this.#renderer.refresh();
      this.#loop.wake();
    };
    document.fonts.addEventListener('loadingdone', onFonts, on);
    this.#stops.push(
      () => sizes.disconnect(),
      () => pointer.abort(),
      onThemeChange(() => {
        this.#renderer.setPalette(readPalette(this.#surface));
        this.#loop.wake();
      }),
      store.onChange(() => {
        this.#renderer.motion.wake();
        this.#loop.wake();
      }),
    );
  }

  #resize(surface: HTMLElement): void {
    const { store } = this.#options;
    const { clientWidth: width, clientHeight: height } = surface;
    if (width === 0 || height === 0) return;
    this.#renderer.resize(width, height, window.devicePixelRatio);
    const aspect = (width - 134) / Math.max(100, height - 100);
    const ratio = aspect / store.layout.aspect;
    if (ratio > aspectTolerance || ratio < 1 / aspectTolerance) store.tidy(aspect);
    if (this.#following) this.#fitNow(performance.now(), false);
    this.#loop.wake();
  }

  #frame(nowMs: number): boolean {
    if (window.devicePixelRatio !== this.#renderer.view.dpr) this.#resize(this.#surface);
    const gliding = this.#camera.step(nowMs);
    this.#refreshFocus();
    const { hover } = this.#renderer;
    if (hover >= 0 && this.#options.store.scene.alive[hover] !== 1) this.#setHover(-1);
    const waiting = this.#following && !gliding && this.#followGrowth(nowMs);
    const drawing = this.#renderer.frame(nowMs);
    this.#tell();
    return gliding || waiting || drawing;
  }

  /** Says on the canvas what it shows: pixels cannot be asked, tests and benches can read this. */
  #tell(): void {
    const { dataset } = this.#options.canvas;
    const { peers, edges } = this.#renderer.visible;
    if (dataset.peers !== String(peers)) dataset.peers = String(peers);
    if (dataset.edges !== String(edges)) dataset.edges = String(edges);
  }

  /** Keeps the whole in view while it grows, in calm steps; true while the next step is due. */
  #followGrowth(nowMs: number): boolean {
    const { layout } = this.#options.store;
    if (this.#fittedRevision === layout.revision) return false;
    if (nowMs - this.#fittedAtMs < followPauseMs) return true;
    this.#fitNow(nowMs, this.#framed);
    return this.#camera.gliding;
  }

  #fitNow(nowMs: number, smooth: boolean): void {
    const { layout } = this.#options.store;
    const { width, height } = this.#renderer.view;
    const extent = extentOf(layout, this.#renderer.originY);
    if (extent === undefined || width === 0) return;
    const framing = fitExtent(extent, width, height, legendFor(width));
    this.#camera.setLeastZoom(Math.min(0.6, framing.k * 0.5));
    this.#fittedRevision = layout.revision;
    this.#fittedAtMs = nowMs;
    this.#framed = true;
    if (isNear(framing, this.#camera.framing)) return;
    this.#move(framing, smooth);
  }

  #move(framing: Framing, smooth: boolean): void {
    if (smooth && !this.#renderer.still) this.#camera.glide(framing, performance.now());
    else this.#camera.jump(framing);
    this.#loop.wake();
  }

  #moved({ k, x, y }: Framing, byHand: boolean): void {
    this.#renderer.setView(k, x, y, performance.now());
    if (byHand) {
      this.#follow(false);
      this.#setHover(-1);
    }
    this.#loop.wake();
  }

  #follow(following: boolean): void {
    if (this.#following === following) return;
    this.#following = following;
    this.#options.onFollow(following);
  }

  #refreshFocus(): void {
    const { scene } = this.#options.store;
    if (this.#focusRevision === scene.topologyRevision) return;
    this.#focusRevision = scene.topologyRevision;
    const slot = this.#selected === undefined ? undefined : scene.slotOf(this.#selected);
    this.#renderer.focus = slot === undefined ? undefined : neighbourhoodOf(scene, slot, focusEdgeLimit);
  }

  /** Brings a peer that is out of view back together with its surroundings. */
  #reveal(peer: PeerId): void {
    const { scene, layout } = this.#options.store;
    const { width, height, k, tx, ty } = this.#renderer.view;
    const slot = scene.slotOf(peer);
    if (slot === undefined || width === 0) return;
    const x = (layout.places.x[slot] ?? 0) * k + tx;
    const y = (layout.places.y[slot] ?? 0) * k + ty;
    if (x > 30 && x < width - 30 && y > 30 && y < height - legendFor(width)) return;
    const near = neighbourhoodOf(scene, slot, focusEdgeLimit);
    const extent = extentOf(layout, this.#renderer.originY, (member) => near.slots.has(member));
    if (extent === undefined) return;
    this.#follow(false);
    this.#move(fitExtent(extent, width, height, legendFor(width)), true);
  }

  #peerAt(event: MouseEvent): PeerId | undefined {
    return this.#options.store.scene.peers[this.#slotAt(event)]?.peer;
  }

  #slotAt(event: MouseEvent): number {
    const { k, tx, ty } = this.#renderer.view;
    return this.#hits.at((event.offsetX - tx) / k, (event.offsetY - ty) / k, k);
  }

  #hover(event: PointerEvent): void {
    if (event.buttons === 0 && event.pointerType !== 'touch') this.#setHover(this.#slotAt(event));
  }

  #setHover(slot: number): void {
    const { canvas, store, onHover } = this.#options;
    if (this.#renderer.hover === slot) return;
    this.#renderer.hover = slot;
    canvas.style.cursor = slot < 0 ? '' : 'pointer';
    const node = store.scene.peers[slot];
    const { k, tx, ty, width } = this.#renderer.view;
    const { x, y } = store.layout.places;
    if (node === undefined) onHover(undefined);
    else {
      const beside = (store.scene.seed[slot] === 1 ? seedRadius : peerRadius) * k + 14;
      const middle = (x[slot] ?? 0) * k + tx;
      const leftwards = middle > width - tipRoomPx;
      onHover({
        peer: node.peer,
        x: leftwards ? middle - beside : middle + beside,
        y: (y[slot] ?? 0) * k + ty,
        leftwards,
      });
    }
    this.#loop.wake();
  }
}

const isNear = (a: Framing, b: Framing): boolean =>
  Math.abs(a.k / b.k - 1) < 0.002 && Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1;

function make(width: number, height: number): OffscreenCanvas {
  return new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
}
