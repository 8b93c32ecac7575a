import type { LayeredLayout } from '../layout/layered-layout.ts';
import { bytes, fit, floats } from '../model/columns.ts';
import type { Scene } from '../model/scene.ts';

const positionMs = 90;
const progressMs = 140;

/** What is drawn on its way to what is true: positions, progress and a newcomer's fade-in, eased exponentially. */
export class Motion {
  x = floats(64);
  y = floats(64);
  progress = floats(64);
  opacity = floats(64);
  /** Counts frames in which a position changed. */
  revision = 0;
  #known = bytes(64);
  #awake = true;

  wake(): void {
    this.#awake = true;
  }

  /** One frame further; `jump` arrives at once. True while something is still on its way. */
  step(scene: Scene, layout: LayeredLayout, elapsedMs: number, jump: boolean): boolean {
    if (!this.#awake) return false;
    this.#reserve(scene.size);
    const toPlace = jump ? 1 : 1 - Math.exp(-elapsedMs / positionMs);
    const toProgress = jump ? 1 : 1 - Math.exp(-elapsedMs / progressMs);
    let moving = false;
    let moved = false;
    for (let slot = 0; slot < scene.size; slot++) {
      if (scene.alive[slot] !== 1) {
        this.#known[slot] = 0;
        continue;
      }
      const x = layout.places.x[slot] ?? 0;
      const y = layout.places.y[slot] ?? 0;
      if (this.#known[slot] !== 1) {
        this.#known[slot] = 1;
        this.x[slot] = x;
        this.y[slot] = y;
        this.progress[slot] = scene.progress[slot] ?? 0;
        this.opacity[slot] = 0;
      }
      if (this.x[slot] !== x || this.y[slot] !== y) moved = true;
      moving = approach(this.x, slot, x, toPlace, 0.2) || moving;
      moving = approach(this.y, slot, y, toPlace, 0.2) || moving;
      moving = approach(this.progress, slot, scene.progress[slot] ?? 0, toProgress, 0.002) || moving;
      moving = approach(this.opacity, slot, 1, toProgress, 0.02) || moving;
    }
    if (moved) this.revision += 1;
    this.#awake = moving;
    return moving;
  }

  #reserve(size: number): void {
    this.x = fit(this.x, size, floats);
    this.y = fit(this.y, size, floats);
    this.progress = fit(this.progress, size, floats);
    this.opacity = fit(this.opacity, size, floats);
    this.#known = fit(this.#known, size, bytes);
  }
}

function approach(column: Float32Array, slot: number, target: number, share: number, near: number): boolean {
  const value = column[slot] ?? 0;
  const away = target - value;
  if (away === 0) return false;
  if (Math.abs(away) <= near) {
    column[slot] = target;
    return false;
  }
  column[slot] = value + away * share;
  return true;
}
