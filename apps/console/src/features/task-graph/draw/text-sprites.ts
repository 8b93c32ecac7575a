import { type Canvas, type Context, contextOf, type MakeCanvas } from './stage.ts';

const kept = 1500;
const haloPx = 3.5;

/** How a text is set. `halo` is painted around the letters, to hold lines off them. */
export interface TextStyle {
  readonly font: string;
  readonly px: number;
  readonly ink: string;
  readonly halo: string;
}

interface Sprite {
  readonly canvas: Canvas;
  readonly width: number;
  readonly height: number;
}

/** Short texts rendered once and copied from then on; a text costs five times a copy. The least used are dropped. */
export class TextSprites {
  readonly #make: MakeCanvas;
  readonly #sprites = new Map<string, Sprite>();
  readonly #widths = new Map<string, number>();
  readonly #ruler: Context;
  #dpr = 1;

  constructor(make: MakeCanvas) {
    this.#make = make;
    this.#ruler = contextOf(make(1, 1), false);
  }

  /** Forgets all, for another pixel density or a type face that has arrived. */
  reset(dpr: number): void {
    this.#dpr = dpr;
    this.#sprites.clear();
    this.#widths.clear();
  }

  /** The width of a text in CSS pixels, halo left out. */
  widthOf(text: string, font: string): number {
    const key = `${font}\n${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    if (this.#widths.size > 4 * kept) this.#widths.clear();
    this.#ruler.font = font;
    const { width } = this.#ruler.measureText(text);
    this.#widths.set(key, width);
    return width;
  }

  /** Draws a text with its middle at `x`, `y`. */
  draw(g: Context, text: string, x: number, y: number, style: TextStyle): void {
    const sprite = this.#spriteFor(text, style);
    const left = Math.round((x - sprite.width / 2) * this.#dpr) / this.#dpr;
    const up = Math.round((y - sprite.height / 2) * this.#dpr) / this.#dpr;
    g.drawImage(sprite.canvas, left, up, sprite.width, sprite.height);
  }

  #spriteFor(text: string, style: TextStyle): Sprite {
    const key = `${style.font}\n${style.ink}\n${style.halo}\n${text}`;
    const sprite = this.#sprites.get(key) ?? this.#render(text, style);
    this.#sprites.delete(key);
    this.#sprites.set(key, sprite);
    for (const oldest of this.#sprites.keys()) {
      if (this.#sprites.size <= kept) break;
      this.#sprites.delete(oldest);
    }
    return sprite;
  }

  #render(text: string, style: TextStyle): Sprite {
    const dpr = this.#dpr;
    const columns = Math.ceil((this.widthOf(text, style.font) + 2 * haloPx + 2) * dpr);
    const rows = Math.ceil((style.px * 1.4 + 2 * haloPx) * dpr);
    const canvas = this.#make(columns, rows);
    const g = contextOf(canvas, false);
    g.setTransform(dpr, 0, 0, dpr, 0, 0);
    g.font = style.font;
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.lineJoin = 'round';
    g.lineWidth = 2 * haloPx;
    g.strokeStyle = style.halo;
    g.globalAlpha = 0.9;
    g.strokeText(text, columns / dpr / 2, rows / dpr / 2);
    g.globalAlpha = 1;
    g.fillStyle = style.ink;
    g.fillText(text, columns / dpr / 2, rows / dpr / 2);
    return { canvas, width: columns / dpr, height: rows / dpr };
  }
}
