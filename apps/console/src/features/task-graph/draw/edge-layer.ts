import { strokeEdges } from './edge-painter.ts';
import { type EdgeStroke, edgeStrokes } from './edge-style.ts';
import type { Plate } from './plate.ts';
import { PlateRack } from './plate-rack.ts';
import type { Context, MakeCanvas, Stage, View } from './stage.ts';
import { visibleEdges, worldRect } from './visible.ts';

const hairlineUs = 6;
const wideUs = 28;

interface Job {
  readonly plate: Plate;
  readonly runs: readonly { readonly edges: readonly number[]; readonly stroke: EdgeStroke }[];
  readonly key: string;
  run: number;
  next: number;
}

/** The edges of a crowd as a bitmap, rastered in slices behind the one that shows. */
export class EdgeLayer {
  readonly #rack: PlateRack;
  #job: Job | undefined;
  #key = '';
  #finishedAtMs = Number.NEGATIVE_INFINITY;

  constructor(make: MakeCanvas) {
    this.#rack = new PlateRack(make);
  }

  get busy(): boolean {
    return this.#job !== undefined;
  }

  /** What the shown bitmap was made from, as `advance` was told. */
  get key(): string {
    return this.#key;
  }

  forget(): void {
    if (this.#job !== undefined) this.#rack.drop(this.#job.plate);
    this.#rack.forget();
    this.#job = undefined;
    this.#key = '';
  }

  /** Starts a raster when the view or the graph asks for one, and spends `budgetUs` on it; returns what is left. */
  advance(stage: Stage, key: string, viewMoved: boolean, budgetUs: number): number {
    if (this.#rack.front?.fits(stage.view) === false) this.forget();
    if (this.#job === undefined && this.#isDue(stage, key, viewMoved)) this.#start(stage, key);
    const job = this.#job;
    if (job === undefined) return budgetUs;
    let left = budgetUs;
    for (let run = job.runs[job.run]; run !== undefined && left > 0; run = job.runs[job.run]) {
      const cost = run.stroke.width > 1 ? wideUs : hairlineUs * run.stroke.lines;
      const to = Math.min(run.edges.length, job.next + Math.max(20, Math.floor(left / cost)));
      strokeEdges(job.plate.context, stage, run.edges, {
        from: job.next,
        to,
        stroke: run.stroke,
        at: job.plate,
        alpha: 1,
      });
      left -= cost * (to - job.next);
      job.next = to;
      if (to < run.edges.length) continue;
      job.run += 1;
      job.next = 0;
    }
    job.plate.settle();
    if (job.run === job.runs.length) this.#finish(job, stage);
    return left;
  }

  /** Shows what there is: before the first raster is done, the part of it that is. */
  show(g: Context, view: View, alpha: number): void {
    this.#rack.show(g, view, alpha, this.#job?.plate);
  }

  /** Milliseconds until a changed graph may be rastered again: dear pictures are renewed more rarely. */
  #pauseMs(stage: Stage): number {
    return Math.max(100, Math.min(600, 0.1 * stage.detail.visibleEdges));
  }

  #isDue(stage: Stage, key: string, viewMoved: boolean): boolean {
    const { front } = this.#rack;
    if (front === undefined || viewMoved || front.outrun(stage.view)) return true;
    return key !== this.#key && stage.nowMs - this.#finishedAtMs >= this.#pauseMs(stage);
  }

  #start(stage: Stage, key: string): void {
    const plate = this.#rack.take(stage.view);
    const corner = { k: plate.k, tx: plate.tx, ty: plate.ty, width: plate.width, height: plate.height };
    const buckets = visibleEdges(stage.scene, stage.motion, worldRect(corner, 40));
    const strokes = edgeStrokes(
      stage.palette,
      plate.k,
      buckets.reduce((sum, edges) => sum + edges.length, 0),
    );
    const runs = buckets.flatMap((edges, index) => {
      const stroke = strokes[index];
      return stroke === undefined || edges.length === 0 ? [] : [{ edges, stroke }];
    });
    this.#job = { plate, runs, key, run: 0, next: 0 };
  }

  #finish(job: Job, { nowMs, extent }: Stage): void {
    this.#rack.put(job.plate, extent);
    this.#key = job.key;
    this.#job = undefined;
    this.#finishedAtMs = nowMs;
  }

  /** The zoom the shown bitmap was made for; `undefined` before the first. */
  get zoom(): number | undefined {
    return this.#rack.front?.k;
  }
}
