import { type Canvas, type Context, contextOf, type MakeCanvas, type View } from './stage.ts';

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

  /** Copies the bitmap to the screen, scaled when the zoom has moved on. */
  show(g: Context, view: View, alpha: number): void {
    const scale = view.k / this.k;
    const exact = Math.abs(scale - 1) < 1e-6;
    const left = view.tx - this.tx * scale;
    const up = view.ty - this.ty * scale;
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
