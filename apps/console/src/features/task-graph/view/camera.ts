import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import { largestZoom } from '../draw/sizes.ts';
import type { Framing } from './fit.ts';

const glideMs = 350;

interface Glide {
  readonly from: Framing;
  readonly to: Framing;
  readonly startMs: number;
}

/**
 * The one owner of the view. Wheel, drag and pinch go through d3-zoom; glides are steps of the owner's frame loop.
 * `onMove` hears every change, `byHand` tells a person's from ours.
 */
export class Camera {
  readonly #canvas: HTMLCanvasElement;
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  #framing: Framing = { k: 1, x: 0, y: 0 };
  #glide: Glide | undefined;

  constructor(canvas: HTMLCanvasElement, onMove: (framing: Framing, byHand: boolean) => void) {
    this.#canvas = canvas;
    this.#zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.02, largestZoom])
      .clickDistance(4)
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        const byHand = event.sourceEvent !== null;
        if (byHand) this.#glide = undefined;
        this.#framing = framingOf(event.transform);
        onMove(this.#framing, byHand);
      });
    select(canvas).call(this.#zoom).on('dblclick.zoom', null);
  }

  get framing(): Framing {
    return this.#framing;
  }
  get gliding(): boolean {
    return this.#glide !== undefined;
  }

  /** Keeps people from losing the drawing in the distance. */
  setLeastZoom(k: number): void {
    this.#zoom.scaleExtent([Math.min(k, largestZoom), largestZoom]);
  }

  jump(to: Framing): void {
    this.#glide = undefined;
    this.#apply(to);
  }

  glide(to: Framing, nowMs: number): void {
    this.#glide = { from: this.#framing, to, startMs: nowMs };
  }

  /** A step of the glide; true while there is more of it. */
  step(nowMs: number): boolean {
    const glide = this.#glide;
    if (glide === undefined) return false;
    const share = Math.min(1, Math.max(0, (nowMs - glide.startMs) / glideMs));
    if (share === 1) this.#glide = undefined;
    this.#apply(between(glide.from, glide.to, 1 - (1 - share) ** 3));
    return this.#glide !== undefined;
  }

  zoomBy(factor: number): Framing {
    const { width, height } = this.#canvas.getBoundingClientRect();
    return scaledAround(this.#framing, factor, width / 2, height / 2);
  }

  destroy(): void {
    select(this.#canvas).on('.zoom', null);
  }

  #apply({ k, x, y }: Framing): void {
    this.#zoom.transform(select(this.#canvas), zoomIdentity.translate(x, y).scale(k));
  }
}

const framingOf = ({ k, x, y }: ZoomTransform): Framing => ({ k, x, y });

function scaledAround(framing: Framing, factor: number, x: number, y: number): Framing {
  const k = Math.min(largestZoom, framing.k * factor);
  const ratio = k / framing.k;
  return { k, x: x - (x - framing.x) * ratio, y: y - (y - framing.y) * ratio };
}

function between(from: Framing, to: Framing, share: number): Framing {
  if (share === 1) return to;
  const k = from.k * (to.k / from.k) ** share;
  const done = Math.abs(to.k - from.k) < 1e-9 ? share : (k - from.k) / (to.k - from.k);
  return { k, x: from.x + (to.x - from.x) * done, y: from.y + (to.y - from.y) * done };
}
