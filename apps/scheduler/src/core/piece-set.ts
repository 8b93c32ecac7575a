/** A set that holds nothing shares its words with the others: most peers of a large crowd wait or have nothing yet. */
const noWords = new Uint32Array(0);

/** Piece numbers as bits. Grows with the highest number set; the caller bounds that number. */
export class PieceSet {
  #words: Uint32Array = noWords;
  #size = 0;

  /** How many pieces are set. */
  get size(): number {
    return this.#size;
  }

  has(piece: number): boolean {
    return ((this.#words[piece >>> 5] ?? 0) & (1 << (piece & 31))) !== 0;
  }

  /** Sets a piece; false when it was set already. */
  add(piece: number): boolean {
    if (this.has(piece)) return false;
    const at = piece >>> 5;
    if (at >= this.#words.length) this.#grow(at + 1);
    this.#words[at] = (this.#words[at] ?? 0) | (1 << (piece & 31));
    this.#size += 1;
    return true;
  }

  /** The numbers set, ascending. */
  *values(): Generator<number> {
    for (const [at, word] of this.#words.entries()) {
      for (let bit = 0; bit < 32; bit += 1) if ((word & (1 << bit)) !== 0) yield at * 32 + bit;
    }
  }

  #grow(words: number): void {
    const larger = new Uint32Array(Math.max(words, this.#words.length * 2));
    larger.set(this.#words);
    this.#words = larger;
  }
}
