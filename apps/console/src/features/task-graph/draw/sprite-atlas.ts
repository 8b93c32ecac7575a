import { drawNode } from './node-shape.ts';
import type { Palette } from './palette.ts';
import { peerRadius, progressSteps, seedRadius } from './sizes.ts';
import { type Canvas, type Context, contextOf, type MakeCanvas } from './stage.ts';

const cellsPerSide = 8;
const atlasesKept = 12;
const states = 5;
const smallRadii = [2, 2.5, 3, 3.5, 4, 5, 6, 7] as const;

/** A peer's look as one number: kind, state and progress step. */
export const lookCode = (seed: number, state: number, progress: number): number =>
  (seed * states + state) * (progressSteps + 1) +
  Math.max(0, Math.min(progressSteps, Math.round(progress * progressSteps)));

const coarseRadii = [...smallRadii, 10, 14, 20, 28, 40, 56, 80] as const;

/** The radius a sprite is made for: whole pixels, finer when tiny. Few sizes, so that zooming reuses atlases. */
export function spriteRadius(radius: number): number {
  if (radius >= 7.5) return Math.min(80, Math.round(radius));
  return smallRadii.reduce((best, size) => (Math.abs(size - radius) < Math.abs(best - radius) ? size : best));
}

/** The radius of a sprite to be scaled down while the zoom moves: steps so wide that a gesture meets few of them. */
export const coarseRadius = (radius: number): number => coarseRadii.find((size) => size >= radius) ?? 80;

/** Looks of one radius, drawn when first asked for and copied from then on. */
export class SpriteAtlas {
  readonly radius: number;
  readonly #options: { readonly dpr: number; readonly palette: Palette; readonly make: MakeCanvas };
  readonly #sidePx: number;
  readonly #cells = new Map<number, number>();
  readonly #pages: { canvas: Canvas; context: Context }[] = [];

  constructor(radius: number, options: { dpr: number; palette: Palette; make: MakeCanvas }) {
    this.radius = radius;
    this.#options = options;
    this.#sidePx = Math.ceil((2 * radius * seedRadius) / peerRadius + 4) * Math.ceil(options.dpr);
  }

  /** Half the side of a peer's own square, in CSS pixels: what must be cleared before it is drawn anew. */
  get reach(): number {
    return this.radius + 1.5;
  }

  /** True when a look is made already. */
  has(code: number): boolean {
    return this.#cells.has(code);
  }

  /**
   * Makes looks there will be copies of. Do this for all of them before the first copy: a canvas written to between
   * two copies is duplicated by the browser.
   */
  prepare(codes: Iterable<number>): void {
    for (const code of codes) if (!this.#cells.has(code)) this.#make(code);
  }

  /**
   * Copies a look to a point in CSS pixels, `scale` times its size; on whole device pixels when `snap` says the picture
   * is at rest.
   */
  draw(g: Context, code: number, x: number, y: number, { snap, scale = 1 }: { snap: boolean; scale?: number }): void {
    const { dpr } = this.#options;
    const index = this.#cells.get(code) ?? this.#make(code);
    const page = this.#pages[Math.floor(index / cellsPerSide ** 2)];
    if (page === undefined) return;
    const at = index % cellsPerSide ** 2;
    const side = this.#sidePx;
    const drawn = (side / dpr) * scale;
    const left = x - drawn / 2;
    const up = y - drawn / 2;
    g.drawImage(
      page.canvas,
      (at % cellsPerSide) * side,
      Math.floor(at / cellsPerSide) * side,
      side,
      side,
      snap ? Math.round(left * dpr) / dpr : left,
      snap ? Math.round(up * dpr) / dpr : up,
      drawn,
      drawn,
    );
  }

  #make(code: number): number {
    const { dpr, palette, make } = this.#options;
    const index = this.#cells.size;
    this.#cells.set(code, index);
    if (index % cellsPerSide ** 2 === 0) {
      const canvas = make(cellsPerSide * this.#sidePx, cellsPerSide * this.#sidePx);
      this.#pages.push({ canvas, context: contextOf(canvas, false) });
    }
    const context = this.#pages.at(-1)?.context;
    const at = index % cellsPerSide ** 2;
    const kind = Math.floor(code / (progressSteps + 1));
    const seed = kind >= states;
    const radius = seed ? (this.radius * seedRadius) / peerRadius : this.radius;
    const look = { seed, state: kind % states, progress: (code % (progressSteps + 1)) / progressSteps };
    const middle = this.#sidePx / dpr / 2;
    context?.setTransform(
      dpr,
      0,
      0,
      dpr,
      (at % cellsPerSide) * this.#sidePx,
      Math.floor(at / cellsPerSide) * this.#sidePx,
    );
    if (context !== undefined) drawNode(context, middle, middle, radius, this.radius / peerRadius, look, palette);
    return index;
  }
}

/** The atlases in use, the oldest dropped first; all of them when colours or pixels change. */
export class SpriteShelf {
  readonly #make: MakeCanvas;
  readonly #atlases = new Map<number, SpriteAtlas>();
  #dpr = 0;
  #palette: Palette | undefined;

  constructor(make: MakeCanvas) {
    this.#make = make;
  }

  /** The atlas for a sprite radius in CSS pixels, see `spriteRadius` and `coarseRadius`. */
  atlas(size: number, dpr: number, palette: Palette): SpriteAtlas {
    if (dpr !== this.#dpr || palette !== this.#palette) {
      this.#atlases.clear();
      this.#dpr = dpr;
      this.#palette = palette;
    }
    const atlas = this.#atlases.get(size) ?? new SpriteAtlas(size, { dpr, palette, make: this.#make });
    this.#atlases.delete(size);
    this.#atlases.set(size, atlas);
    for (const oldest of this.#atlases.keys()) {
      if (this.#atlases.size <= atlasesKept) break;
      this.#atlases.delete(oldest);
    }
    return atlas;
  }
}
