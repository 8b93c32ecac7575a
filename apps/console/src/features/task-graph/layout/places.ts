/** Where each slot stands, in world units. Grows as slots are added; the arrays are replaced then. */
export class Places {
  level = new Int16Array(64);
  row = new Int16Array(64);
  /** The cell of a slot in its band's grid; -1 in a single row. */
  cell = new Int32Array(64).fill(-1);
  x = new Float32Array(64);
  y = new Float32Array(64);
  placed = new Uint8Array(64);

  reserve(size: number): void {
    const had = this.x.length;
    if (size <= had) return;
    const length = Math.max(size, had * 2);
    this.level = grown(this.level, new Int16Array(length));
    this.row = grown(this.row, new Int16Array(length));
    this.cell = grown(this.cell, new Int32Array(length).fill(-1));
    this.x = grown(this.x, new Float32Array(length));
    this.y = grown(this.y, new Float32Array(length));
    this.placed = grown(this.placed, new Uint8Array(length));
  }
}

function grown<Column extends { set(from: ArrayLike<number>): void }>(old: ArrayLike<number>, column: Column): Column {
  column.set(old);
  return column;
}
