import type { LayeredLayout } from '../layout/layered-layout.ts';
import type { Words } from '../messages.ts';
import type { Neighbourhood } from '../model/neighbourhood.ts';
import type { Scene } from '../model/scene.ts';
import type { Detail } from './detail.ts';
import type { Motion } from './motion.ts';
import type { Palette } from './palette.ts';
import type { SpriteShelf } from './sprite-atlas.ts';
import type { TextSprites } from './text-sprites.ts';
import type { WorldRect } from './visible.ts';

export type Canvas = HTMLCanvasElement | OffscreenCanvas;
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
export type MakeCanvas = (width: number, height: number) => Canvas;

/** World to screen: `screen = world * k + t`, in CSS pixels of a surface of `width` × `height`. */
export interface View {
  readonly k: number;
  readonly tx: number;
  readonly ty: number;
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
}

/** A readable picture or a weather map; everything a painter needs to know for one frame. */
export interface Stage {
  readonly scene: Scene;
  readonly layout: LayeredLayout;
  readonly motion: Motion;
  readonly view: View;
  readonly palette: Palette;
  readonly detail: Detail;
  readonly sprites: SpriteShelf;
  readonly texts: TextSprites;
  /** World y of the origin's chip; `undefined` when nobody fetches from the origin. */
  readonly originY: number | undefined;
  /** The world rectangle of all peers; `undefined` when there are none. */
  readonly extent: WorldRect | undefined;
  readonly focus: Neighbourhood | undefined;
  /** The slot under the pointer, or -1. */
  readonly hover: number;
  /** By state code, 1 where shown; `undefined` shows all. */
  readonly shown: Uint8Array | undefined;
  readonly words: Words;
  readonly nowMs: number;
  readonly still: boolean;
  /** The zoom is changing: speed before sharpness. */
  readonly zooming: boolean;
}

/** A peer outside the filter or the focus steps back. */
export function isDimmed(stage: Stage, slot: number): boolean {
  if (stage.focus !== undefined && !stage.focus.slots.has(slot)) return true;
  return stage.shown !== undefined && stage.shown[stage.scene.state[slot] ?? 0] !== 1;
}

/** The 2D context of a canvas, or a clear error where the browser gives none. */
export function contextOf(canvas: Canvas, opaque: boolean): Context {
  const context = canvas.getContext('2d', { alpha: !opaque }) as Context | null;
  if (context === null) throw new Error('this browser gives no 2D canvas; use the list instead');
  return context;
}
