import { Plate } from './plate.ts';
import type { Context, MakeCanvas, View } from './stage.ts';
import type { WorldRect } from './visible.ts';

/**
 * The bitmaps of one cached layer: the one that shows, the last one that held the whole graph (it fills what a fast
 * gesture would leave blank around the front one), and those to be used again.
 */
export class PlateRack {
  readonly #make: MakeCanvas;
  #front: Plate | undefined;
  #whole: Plate | undefined;
  #free: Plate[] = [];

  constructor(make: MakeCanvas) {
    this.#make = make;
  }

  get front(): Plate | undefined {
    return this.#front;
  }

  /** An empty plate for a view; give it back with `put` or `drop`. */
  take(view: View): Plate {
    this.#free = this.#free.filter((plate) => plate.fits(view));
    const plate = this.#free.pop() ?? new Plate(view, this.#make);
    plate.begin(view);
    return plate;
  }

  /** Shows a finished plate from now on. */
  put(plate: Plate, extent: WorldRect | undefined): void {
    const before = [this.#front, this.#whole];
    this.#front = plate;
    if (extent !== undefined && plate.holds(extent)) this.#whole = plate;
    for (const old of new Set(before)) {
      if (old !== undefined && old !== this.#front && old !== this.#whole) this.drop(old);
    }
  }

  /** Takes a plate back unused. */
  drop(plate: Plate): void {
    this.#free.push(plate);
  }

  /** What shows is of no use any more. */
  forget(): void {
    for (const old of new Set([this.#front, this.#whole])) if (old !== undefined) this.drop(old);
    this.#front = undefined;
    this.#whole = undefined;
  }

  /** Copies to the screen what there is; `begun` stands in before the first is finished. */
  show(g: Context, view: View, alpha: number, begun: Plate | undefined): void {
    const plate = this.#front ?? begun;
    if (this.#whole !== undefined && this.#whole !== plate && plate?.leavesBlank(view)) {
      plate.showAround(g, this.#whole, view, alpha);
    }
    plate?.show(g, view, alpha);
  }
}
