import { spreadRow } from './even-row.ts';
import type { Places } from './places.ts';
import { rowsFor } from './spacing.ts';

const fullAt = 0.94;

/** The grid every band shares: column `c` is centred on `(c + ½ - columns/2) * pitch`, odd rows shifted by half a pitch. */
export interface Grid {
  readonly columns: number;
  readonly pitch: number;
}

/**
 * The slots of one level. While they fit one row they stand freely with a minimum gap; a level that does not fit
 * becomes a grid of rows, where a newcomer takes the free cell nearest to its wish and nobody else moves.
 */
export class Band {
  readonly members: number[] = [];
  rows = 1;
  /** World y of the first row's centres; set by the layout when it stacks the bands. */
  top = 0;
  readonly #grid: Grid;
  readonly #places: Places;
  #cells: Int32Array | undefined;

  constructor({ grid, places }: { grid: Grid; places: Places }) {
    this.#grid = grid;
    this.#places = places;
  }

  /** Cells in use and there to be used; a single row counts as full. */
  get room(): { readonly used: number; readonly cells: number } {
    const taken = this.#cells?.filter((slot) => slot >= 0).length;
    return { used: taken ?? this.members.length, cells: this.#cells?.length ?? this.members.length };
  }

  /** First filling, in order: one row at the wished x, or column by column so that the order stays true in x. */
  fill(slots: readonly number[], wishes: readonly number[]): void {
    this.members.push(...slots);
    this.rows = rowsFor(slots.length, this.#grid.columns);
    if (this.rows === 1) {
      this.#spread(wishes);
      return;
    }
    this.#cells = new Int32Array(this.rows * this.#grid.columns).fill(-1);
    const share = this.#cells.length / slots.length;
    slots.forEach((slot, index) => {
      const cell = Math.floor((index + 0.5) * share);
      this.#put(slot, cell % this.rows, Math.floor(cell / this.rows));
    });
  }

  /** Takes a newcomer in near `wish`; true when the band grew by a row, so that the bands below must move. */
  join(slot: number, wish: number): boolean {
    if (this.#cells === undefined && this.members.length < this.#grid.columns) {
      this.#joinRow(slot, wish);
      return false;
    }
    const opened = this.#cells === undefined;
    if (opened) this.#openGrid();
    this.members.push(slot);
    const grew = this.members.length > this.rows * this.#grid.columns * fullAt;
    if (grew) this.#openRows(this.rows + 1);
    this.#takeNearest(slot, wish);
    return opened || grew;
  }

  /** Frees the slot's room for the next newcomer; nobody moves. */
  leave(slot: number): void {
    const index = this.members.indexOf(slot);
    if (index >= 0) this.members.splice(index, 1);
    const cell = this.#places.cell[slot] ?? -1;
    if (cell >= 0 && this.#cells?.[cell] === slot) this.#cells[cell] = -1;
    this.#places.cell[slot] = -1;
  }

  #joinRow(slot: number, wish: number): void {
    const { x } = this.#places;
    let low = 0;
    let high = this.members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((x[this.members[middle] ?? 0] ?? 0) < wish) low = middle + 1;
      else high = middle;
    }
    this.members.splice(low, 0, slot);
    this.#spread(this.members.map((member) => (member === slot ? wish : (x[member] ?? 0))));
  }

  #spread(wishes: readonly number[]): void {
    const positions = spreadRow(wishes, this.#grid.pitch);
    this.members.forEach((member, index) => {
      this.#places.x[member] = positions[index] ?? 0;
      this.#places.row[member] = 0;
      this.#places.cell[member] = -1;
    });
  }

  #openGrid(): void {
    this.#openRows(2);
    for (const member of this.members) this.#takeNearest(member, this.#places.x[member] ?? 0);
  }

  #openRows(rows: number): void {
    const more = new Int32Array(rows * this.#grid.columns).fill(-1);
    if (this.#cells !== undefined) more.set(this.#cells);
    this.#cells = more;
    this.rows = rows;
  }

  #takeNearest(slot: number, wish: number): void {
    const { columns, pitch } = this.#grid;
    const home = Math.max(0, Math.min(columns - 1, Math.floor(wish / pitch + columns / 2)));
    for (let away = 0; away < columns; away++) {
      for (const column of away === 0 ? [home] : [home - away, home + away]) {
        if (column < 0 || column >= columns) continue;
        for (let row = 0; row < this.rows; row++) {
          if (this.#cells?.[row * columns + column] === -1) {
            this.#put(slot, row, column);
            return;
          }
        }
      }
    }
  }

  #put(slot: number, row: number, column: number): void {
    const { columns, pitch } = this.#grid;
    const cell = row * columns + column;
    if (this.#cells !== undefined) this.#cells[cell] = slot;
    this.#places.cell[slot] = cell;
    this.#places.row[slot] = row;
    this.#places.x[slot] = (column + 0.5 - columns / 2 + (row % 2 === 0 ? -0.25 : 0.25)) * pitch;
  }
}
