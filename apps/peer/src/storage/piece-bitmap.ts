import type { PieceSet } from './store.ts';

/** One bit a piece; grows as needed. */
export class PieceBitmap implements PieceSet {
  #words = new Uint32Array(4);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(number: number): boolean {
    return ((this.#words[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
  }

  add(number: number): void {
    if (this.has(number)) return;
    const at = number >>> 5;
    if (at >= this.#words.length) {
      const grown = new Uint32Array(Math.max(at + 1, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[at] = (this.#words[at] ?? 0) | (1 << (number & 31));
    this.#size += 1;
  }

  delete(number: number): void {
    if (!this.has(number)) return;
    const at = number >>> 5;
    this.#words[at] = (this.#words[at] ?? 0) & ~(1 << (number & 31));
    this.#size -= 1;
  }

  clear(): void {
    this.#words.fill(0);
    this.#size = 0;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let at = 0; at < this.#words.length; at += 1) {
      if (this.#words[at] === 0) continue;
      for (let bit = 0; bit < 32; bit += 1) if (this.has(at * 32 + bit)) yield at * 32 + bit;
    }
  }
}
