/** Rectangles already taken by labels, so that no two lie over each other. Hashed by a coarse grid. */
export class LabelRoom {
  readonly #cellPx = 64;
  readonly #taken = new Map<number, [left: number, top: number, right: number, bottom: number][]>();

  /** Takes a rectangle when it is free; false when something lies there already. */
  take(left: number, top: number, width: number, height: number): boolean {
    const right = left + width;
    const bottom = top + height;
    const keys = this.#keys(left, top, right, bottom);
    for (const key of keys) {
      for (const other of this.#taken.get(key) ?? []) {
        if (left < other[2] && right > other[0] && top < other[3] && bottom > other[1]) return false;
      }
    }
    for (const key of keys) {
      const rects = this.#taken.get(key) ?? [];
      rects.push([left, top, right, bottom]);
      this.#taken.set(key, rects);
    }
    return true;
  }

  #keys(left: number, top: number, right: number, bottom: number): number[] {
    const keys: number[] = [];
    for (let row = Math.floor(top / this.#cellPx); row <= Math.floor(bottom / this.#cellPx); row++) {
      for (let column = Math.floor(left / this.#cellPx); column <= Math.floor(right / this.#cellPx); column++) {
        keys.push(row * 4096 + column);
      }
    }
    return keys;
  }
}
