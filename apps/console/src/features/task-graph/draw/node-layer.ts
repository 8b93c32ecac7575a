import { fit, floats, ints } from '../model/columns.ts';
import type { Plate } from './plate.ts';
import { PlateRack } from './plate-rack.ts';
import { peerRadius } from './sizes.ts';
import { coarseRadius, lookCode, type SpriteAtlas, spriteRadius } from './sprite-atlas.ts';
import { type Context, isDimmed, type MakeCanvas, type Stage, type View } from './stage.ts';

const spriteUs = 7;
/** A look nobody has drawn yet. */
const freshSpriteUs = 70;
const patchesPerFrame = 400;
const movesWorthARaster = 300;
const dimmedAlpha = 0.2;
const absent = -1;
const dimBit = 4096;

/** A bitmap of peers and what it shows of each slot. */
class Sheet {
  readonly plate: Plate;
  readonly atlas: SpriteAtlas;
  /** Its sprites are scaled: good enough while the zoom moves. */
  readonly coarse: boolean;
  shown = ints(64);
  x = floats(64);
  y = floats(64);

  constructor(plate: Plate, atlas: SpriteAtlas, coarse: boolean) {
    this.plate = plate;
    this.atlas = atlas;
    this.coarse = coarse;
    this.shown.fill(absent);
  }

  get #scale(): number {
    return this.coarse ? (peerRadius * this.plate.k) / this.atlas.radius : 1;
  }

  reserve(size: number): void {
    const had = this.shown.length;
    this.shown = fit(this.shown, size, ints);
    this.shown.fill(absent, had);
    this.x = fit(this.x, size, floats);
    this.y = fit(this.y, size, floats);
  }

  wipe(slot: number): void {
    const reach = this.atlas.reach * 1.3 * this.#scale;
    const left = (this.x[slot] ?? 0) * this.plate.k + this.plate.tx - reach;
    const up = (this.y[slot] ?? 0) * this.plate.k + this.plate.ty - reach;
    this.plate.context.clearRect(left, up, 2 * reach, 2 * reach);
    this.shown[slot] = absent;
  }

  drawAll(stage: Stage, slots: readonly number[]): void {
    const codes = slots.map((slot) => codeOf(stage, slot));
    this.atlas.prepare(codes.map((code) => code % dimBit));
    slots.forEach((slot, index) => {
      this.#draw(stage, slot, codes[index] ?? 0);
    });
  }

  #draw(stage: Stage, slot: number, code: number): void {
    const { motion } = stage;
    const x = motion.x[slot] ?? 0;
    const y = motion.y[slot] ?? 0;
    this.shown[slot] = code;
    this.x[slot] = x;
    this.y[slot] = y;
    this.plate.context.globalAlpha = code >= dimBit ? dimmedAlpha : 1;
    const { k, tx, ty } = this.plate;
    const at = { snap: !this.coarse, scale: this.#scale };
    this.atlas.draw(this.plate.context, code % dimBit, x * k + tx, y * k + ty, at);
  }

  covers(stage: Stage, slot: number): boolean {
    const x = (stage.motion.x[slot] ?? 0) * this.plate.k + this.plate.tx;
    const y = (stage.motion.y[slot] ?? 0) * this.plate.k + this.plate.ty;
    return x > -30 && y > -30 && x < this.plate.width + 30 && y < this.plate.height + 30;
  }
}

/** The peers of a crowd as a bitmap. A changed peer is patched in place; a new view is rastered in slices behind. */
export class NodeLayer {
  readonly #rack: PlateRack;
  #front: Sheet | undefined;
  #job: { sheet: Sheet; next: number } | undefined;
  #disturbed = false;
  #behind = false;

  constructor(make: MakeCanvas) {
    this.#rack = new PlateRack(make);
  }

  get busy(): boolean {
    return this.#job !== undefined || this.#disturbed || this.#behind;
  }

  /** The zoom the shown bitmap was made for; `undefined` before the first. */
  get zoom(): number | undefined {
    return this.#front?.plate.k;
  }

  forget(): void {
    if (this.#job !== undefined) this.#rack.drop(this.#job.sheet.plate);
    this.#rack.forget();
    this.#front = undefined;
    this.#job = undefined;
  }

  /** Renews what the view or the graph asks for within `budgetUs`; returns what is left of it. */
  advance(stage: Stage, viewMoved: boolean, budgetUs: number): number {
    if (this.#front !== undefined && !this.#front.plate.fits(stage.view)) this.forget();
    const blurred = this.#front?.coarse === true && !stage.zooming;
    const due =
      this.#front === undefined || viewMoved || blurred || this.#disturbed || this.#front.plate.outrun(stage.view);
    if (this.#job === undefined && due) this.#start(stage);
    const left = this.#job === undefined ? budgetUs : this.#raster(stage, this.#job, budgetUs);
    if (this.#job === undefined && this.#front !== undefined) this.#patch(stage, this.#front);
    return left;
  }

  show(g: Context, view: View, alpha: number): void {
    this.#rack.show(g, view, alpha, this.#job?.sheet.plate);
  }

  #start(stage: Stage): void {
    const plate = this.#rack.take(stage.view);
    const radius = peerRadius * plate.k;
    // Sprites of a new size cost a frame or two: a gesture borrows those of the next larger coarse one.
    const size = stage.zooming ? coarseRadius(radius) : spriteRadius(radius);
    const sheet = new Sheet(plate, stage.sprites.atlas(size, plate.dpr, stage.palette), stage.zooming);
    sheet.reserve(stage.scene.size);
    this.#job = { sheet, next: 0 };
    this.#disturbed = false;
  }

  #raster(stage: Stage, job: { sheet: Sheet; next: number }, budgetUs: number): number {
    const { scene } = stage;
    let left = budgetUs;
    job.sheet.reserve(scene.size);
    const batch: number[] = [];
    while (left > 0 && job.next < scene.size) {
      const slot = job.next++;
      if (scene.alive[slot] !== 1 || !job.sheet.covers(stage, slot)) continue;
      batch.push(slot);
      left -= job.sheet.atlas.has(codeOf(stage, slot) % dimBit) ? spriteUs : freshSpriteUs;
    }
    job.sheet.drawAll(stage, batch);
    job.sheet.plate.settle();
    if (job.next < scene.size) return left;
    this.#rack.put(job.sheet.plate, stage.extent);
    this.#front = job.sheet;
    this.#job = undefined;
    return left;
  }

  #patch(stage: Stage, sheet: Sheet): void {
    const { scene, motion } = stage;
    sheet.reserve(scene.size);
    const stale: number[] = [];
    let moved = 0;
    for (let slot = 0; slot < scene.size; slot++) {
      const shown = sheet.shown[slot] ?? absent;
      const alive = scene.alive[slot] === 1;
      if (!alive && shown === absent) continue;
      const away = alive && shown !== absent && (sheet.x[slot] !== motion.x[slot] || sheet.y[slot] !== motion.y[slot]);
      if (away) moved += 1;
      else if (alive && (shown === codeOf(stage, slot) || (shown === absent && !sheet.covers(stage, slot)))) continue;
      if (stale.length < patchesPerFrame) stale.push(slot);
    }
    this.#behind = stale.length === patchesPerFrame;
    if (moved > movesWorthARaster) {
      this.#disturbed = true;
      return;
    }
    for (const slot of stale) if (sheet.shown[slot] !== absent) sheet.wipe(slot);
    sheet.drawAll(
      stage,
      stale.filter((slot) => scene.alive[slot] === 1),
    );
  }
}

function codeOf(stage: Stage, slot: number): number {
  const { scene, motion } = stage;
  const code = lookCode(scene.seed[slot] ?? 0, scene.state[slot] ?? 0, motion.progress[slot] ?? 0);
  const hidden = stage.shown !== undefined && stage.shown[scene.state[slot] ?? 0] !== 1;
  return hidden ? code + dimBit : code;
}

/** Peers drawn afresh, for a view with few of them or for those in focus. */
export function drawPeers(g: Context, stage: Stage, slots: Iterable<number>, snap: boolean): void {
  const { scene, motion, view, palette } = stage;
  const radius = peerRadius * view.k;
  const size = stage.zooming ? coarseRadius(radius) : spriteRadius(radius);
  const atlas = stage.sprites.atlas(size, view.dpr, palette);
  const scale = stage.zooming ? radius / size : 1;
  const present = [...slots].filter((slot) => scene.alive[slot] === 1);
  const codes = present.map((slot) =>
    lookCode(scene.seed[slot] ?? 0, scene.state[slot] ?? 0, motion.progress[slot] ?? 0),
  );
  atlas.prepare(codes);
  present.forEach((slot, index) => {
    const x = (motion.x[slot] ?? 0) * view.k + view.tx;
    const y = (motion.y[slot] ?? 0) * view.k + view.ty;
    if (x < -60 || y < -60 || x > view.width + 60 || y > view.height + 60) return;
    g.globalAlpha = (isDimmed(stage, slot) ? dimmedAlpha : 1) * (motion.opacity[slot] ?? 1);
    atlas.draw(g, codes[index] ?? 0, x, y, { snap, scale });
  });
  g.globalAlpha = 1;
}
