import { Band, type Grid } from './band.ts';
import { baseLevel, type GraphChanges, isAlive, type LayeredGraph, parentsOf } from './layered-graph.ts';
import { type LevelPlan, planLevels } from './level-plan.ts';
import { assignLevels, levelUnder, sink } from './levels.ts';
import { Places } from './places.ts';
import { columnsFor, type Spacing, spacingFor } from './spacing.ts';

const growthBeforeRebuild = 1.6;
/** Up to so many peers, bands draw apart until the drawing has the wanted shape. */
const stretchedUpTo = 80;
/** Room an origin takes above the bands, in row heights, for the shape. */
const originRows = 1.5;

/**
 * An incremental layered drawing: level by level downwards, every level a band of rows. A join, leave or new parent
 * moves as few peers as possible; levels only sink here, and rise again in `rebuild`, which the owner calls in a quiet
 * moment. Pure of drawing, time and the DOM.
 */
export class LayeredLayout {
  readonly places = new Places();
  /** Counts every change of a position. */
  revision = 0;
  bands: Band[] = [];
  spacing: Spacing = spacingFor(0);
  #grid: Grid = { columns: 4, pitch: this.spacing.pitch };
  #rebuildAbove = 0;
  #aspect: number;

  constructor({ aspect }: { aspect: number }) {
    this.#aspect = aspect;
  }

  /** Width/height the drawing aims at; takes effect with the next rebuild. */
  get aspect(): number {
    return this.#aspect;
  }
  set aspect(value: number) {
    this.#aspect = Math.max(0.3, Math.min(4, value));
  }

  /** Lays everything out from scratch. */
  rebuild(graph: LayeredGraph): void {
    this.adopt(graph, planLevels(graph));
  }

  /** Lays everything out as planned. The plan must be of the graph as it is. */
  adopt(graph: LayeredGraph, levels: LevelPlan): void {
    const { places } = this;
    places.reserve(graph.size);
    places.placed.fill(0);
    this.#rebuildAbove = Math.max(40, graph.count * growthBeforeRebuild);
    this.spacing = spacingFor(graph.count);
    const sizes = levels.map((slots) => slots.length).filter((size) => size > 0);
    this.#grid = { columns: columnsFor(sizes, this.#aspect, this.spacing), pitch: this.spacing.pitch };
    this.bands = [];
    for (const [level, slots] of levels.entries()) {
      for (const slot of slots) places.level[slot] = level;
      this.#fillBand(graph, slots);
    }
    this.#stack();
  }

  /** Moves the drawing on by what changed. */
  update(graph: LayeredGraph, changes: GraphChanges): void {
    this.places.reserve(graph.size);
    for (const slot of changes.left) this.#remove(slot);
    if (graph.count > this.#rebuildAbove) {
      this.rebuild(graph);
      return;
    }
    let grew = false;
    for (const slot of changes.joined) {
      if (isAlive(graph, slot) && this.places.placed[slot] === 0) grew = this.#join(graph, slot, new Set()) || grew;
    }
    for (const slot of [...changes.joined, ...changes.relinked]) {
      if (!isAlive(graph, slot) || this.places.placed[slot] === 0) continue;
      const sunk = sink(graph, this.places.level, slot);
      if (sunk === undefined) {
        this.rebuild(graph);
        return;
      }
      for (const [moved, from] of sunk) {
        this.bands[from]?.leave(moved);
        grew = this.#settle(graph, moved) || grew;
      }
    }
    if (grew || graph.count <= stretchedUpTo) this.#stack();
    else this.revision += 1;
  }

  /** True when a rebuild would lift a peer, or close up a band left half empty. */
  isLoose(graph: LayeredGraph): boolean {
    if (graph.count === 0) return false;
    for (const { room } of this.bands) if (room.used < room.cells * 0.6) return true;
    const tight = new Int16Array(graph.size);
    assignLevels(graph, tight);
    for (let slot = 0; slot < graph.size; slot++) {
      if (isAlive(graph, slot) && (tight[slot] ?? 0) < (this.places.level[slot] ?? 0)) return true;
    }
    return false;
  }

  #fillBand(graph: LayeredGraph, slots: readonly number[]): void {
    const { places } = this;
    const { columns, pitch } = this.#grid;
    const width = columns * pitch;
    const band = new Band({ grid: this.#grid, places });
    const spread = Math.min(width, Math.max(slots.length * pitch * 1.18, graph.count <= 24 ? 0 : width * 0.58));
    const wishes = slots.map((slot, index) => {
      const even = ((index + 0.5) / slots.length - 0.5) * spread;
      const parents = parentsOf(graph, slot).filter((parent) => places.placed[parent] === 1);
      return parents.length === 0 ? even : 0.5 * even + 0.5 * meanX(places, parents);
    });
    band.fill(slots, wishes);
    for (const slot of slots) places.placed[slot] = 1;
    this.bands.push(band);
  }

  /** Parents that join in the same breath are placed first, so that a newcomer finds its parents' x. */
  #join(graph: LayeredGraph, slot: number, waiting: Set<number>): boolean {
    waiting.add(slot);
    let grew = false;
    const above: number[] = [];
    for (const parent of parentsOf(graph, slot)) {
      if (this.places.placed[parent] === 0 && !waiting.has(parent)) grew = this.#join(graph, parent, waiting) || grew;
      if (this.places.placed[parent] === 1) above.push(this.places.level[parent] ?? 0);
    }
    this.places.level[slot] = levelUnder(above, baseLevel(graph, slot));
    this.places.placed[slot] = 1;
    return this.#settle(graph, slot) || grew;
  }

  #settle(graph: LayeredGraph, slot: number): boolean {
    const { places } = this;
    const level = places.level[slot] ?? 0;
    while (this.bands.length <= level) this.bands.push(new Band({ grid: this.#grid, places }));
    const band = this.bands[level];
    if (band === undefined) return false;
    const opened = band.members.length === 0;
    const parents = parentsOf(graph, slot).filter((parent) => places.placed[parent] === 1);
    const grew = band.join(slot, parents.length === 0 ? 0 : meanX(places, parents));
    places.y[slot] = band.top + (places.row[slot] ?? 0) * this.spacing.rowHeight;
    return opened || grew;
  }

  #remove(slot: number): void {
    if (this.places.placed[slot] !== 1) return;
    this.places.placed[slot] = 0;
    this.bands[this.places.level[slot] ?? 0]?.leave(slot);
    this.revision += 1;
  }

  #stack(): void {
    const { rowHeight } = this.spacing;
    const gap = this.spacing.bandGap + this.#stretch();
    let y = 0;
    for (const band of this.bands) {
      band.top = y;
      if (band.members.length === 0) continue;
      for (const slot of band.members) this.places.y[slot] = y + (this.places.row[slot] ?? 0) * rowHeight;
      y += band.rows * rowHeight + gap;
    }
    this.revision += 1;
  }

  /** What a small, wide drawing adds to each gap between bands: its edges get the height that would stay empty. */
  #stretch(): number {
    const { rowHeight, bandGap, pitch } = this.spacing;
    const filled = this.bands.filter(({ members }) => members.length > 0);
    const members = filled.flatMap((band) => band.members);
    if (members.length > stretchedUpTo || filled.length < 2) return 0;
    const xs = members.map((slot) => this.places.x[slot] ?? 0);
    const width = Math.max(...xs) - Math.min(...xs) + pitch;
    const rows = filled.reduce((sum, band) => sum + band.rows, originRows);
    const gaps = filled.length - 1;
    const spare = width / this.#aspect - rows * rowHeight - gaps * bandGap;
    return Math.max(0, Math.min(rowHeight, spare / gaps));
  }
}

function meanX(places: Places, slots: readonly number[]): number {
  let sum = 0;
  for (const slot of slots) sum += places.x[slot] ?? 0;
  return sum / slots.length;
}
