import { type Canvas, type Context, contextOf, type MakeCanvas, type View } from './stage.ts';
import type { WorldRect } from './visible.ts';

/** Share of the screen a cached layer reaches beyond each side, so that a pan needs no new raster at once. */
export const overscan = 0.18;

/** One bitmap of a cached layer and the view it was drawn for, with `tx`, `ty` counted from its own corner. */
export class Plate {
  readonly canvas: Canvas;
  readonly context: Context;
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
  readonly #sink: Context;
  k = 1;
  tx = 0;
  ty = 0;

  constructor(view: View, make: MakeCanvas) {
    this.dpr = view.dpr;
    this.width = Math.ceil(view.width * (1 + 2 * overscan));
    this.height = Math.ceil(view.height * (1 + 2 * overscan));
    this.canvas = make(Math.ceil(this.width * view.dpr), Math.ceil(this.height * view.dpr));
    this.context = contextOf(this.canvas, false);
    this.#sink = contextOf(make(1, 1), false);
  }

  fits(view: View): boolean {
    return (
      this.dpr === view.dpr &&
      this.width === Math.ceil(view.width * (1 + 2 * overscan)) &&
      this.height === Math.ceil(view.height * (1 + 2 * overscan))
    );
  }

  /** Wipes the bitmap and takes the view on. */
  begin(view: View): void {
    this.k = view.k;
    this.tx = view.tx + view.width * overscan;
    this.ty = view.ty + view.height * overscan;
    this.context.setTransform(this.dpr, 0, 0, this.dpr, 0, 0);
    this.context.globalAlpha = 1;
    this.context.clearRect(0, 0, this.width, this.height);
  }

  /** Has what was recorded so far rastered now: a canvas puts it off until it is read, and would then stall. */
  settle(): void {
    this.#sink.drawImage(this.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    this.#sink.reset();
  }

  /** True when the view has left what the bitmap holds, or is about to. */
  outrun(view: View): boolean {
    const scale = view.k / this.k;
    const left = view.tx - this.tx * scale;
    const up = view.ty - this.ty * scale;
    const spareX = view.width * overscan * 0.4 * scale;
    const spareY = view.height * overscan * 0.4 * scale;
    return (
      left > -spareX ||
      up > -spareY ||
      left + this.width * scale < view.width + spareX ||
      up + this.height * scale < view.height + spareY
    );
  }

  /** True when a world rectangle lies on the bitmap whole. */
  holds({ left, top, right, bottom }: WorldRect): boolean {
    const x = (world: number) => world * this.k + this.tx;
    const y = (world: number) => world * this.k + this.ty;
    return x(left) >= 0 && y(top) >= 0 && x(right) <= this.width && y(bottom) <= this.height;
  }

  /** Where the bitmap lies on the screen now. */
  #place(view: View): { left: number; up: number; scale: number } {
    const scale = view.k / this.k;
    return { left: view.tx - this.tx * scale, up: view.ty - this.ty * scale, scale };
  }

  /** True when some of the screen would stay blank. */
  leavesBlank(view: View): boolean {
    const { left, up, scale } = this.#place(view);
    return left > 0 || up > 0 || left + this.width * scale < view.width || up + this.height * scale < view.height;
  }

  /** Shows another bitmap of the same layer, but only where this one leaves the screen blank. */
  showAround(g: Context, other: Plate, view: View, alpha: number): void {
    const { left, up, scale } = this.#place(view);
    g.save();
    g.beginPath();
    g.rect(0, 0, view.width, view.height);
    g.rect(left, up, this.width * scale, this.height * scale);
    g.clip('evenodd');
    other.show(g, view, alpha);
    g.restore();
  }

  /** Copies the bitmap to the screen, scaled when the zoom has moved on. */
  show(g: Context, view: View, alpha: number): void {
    const { left, up, scale } = this.#place(view);
    const exact = Math.abs(scale - 1) < 1e-6;
    g.globalAlpha = alpha;
    g.imageSmoothingEnabled = !exact;
    g.imageSmoothingQuality = 'low';
    const at = (value: number) => (exact ? Math.round(value * view.dpr) / view.dpr : value);
    g.drawImage(
      this.canvas,
      at(left),
      at(up),
      (this.canvas.width / this.dpr) * scale,
      (this.canvas.height / this.dpr) * scale,
    );
    g.imageSmoothingEnabled = true;
    g.globalAlpha = 1;
  }
}
