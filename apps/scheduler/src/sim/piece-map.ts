/** Which pieces of a content a peer has, and which it still has to ask for, as bits. */
export class PieceMap {
  readonly here: Uint32Array;
  /** Neither here nor under way. */
  readonly wanted: Uint32Array;
  hereCount = 0;

  constructor(pieces: number) {
    const words = (pieces + 31) >>> 5;
    this.here = new Uint32Array(words);
    this.wanted = new Uint32Array(words).fill(0xffff_ffff);
    if (pieces % 32 > 0) this.wanted[words - 1] = 2 ** (pieces % 32) - 1;
  }

  ask(piece: number): void {
    const word = piece >>> 5;
    this.wanted[word] = (this.wanted[word] ?? 0) & ~(1 << (piece & 31));
  }

  wants(piece: number): boolean {
    return ((this.wanted[piece >>> 5] ?? 0) & (1 << (piece & 31))) !== 0;
  }

  /** What was asked for did not come. */
  giveUp(piece: number): void {
    const word = piece >>> 5;
    this.wanted[word] = (this.wanted[word] ?? 0) | (1 << (piece & 31));
  }

  receive(piece: number): void {
    const word = piece >>> 5;
    this.here[word] = (this.here[word] ?? 0) | (1 << (piece & 31));
    this.hereCount += 1;
  }

  /** The first wanted piece; -1 when there is none. */
  firstWanted(): number {
    for (let word = 0; word < this.wanted.length; word += 1) {
      const bits = this.wanted[word] ?? 0;
      if (bits !== 0) return word * 32 + lowestBit(bits);
    }
    return -1;
  }

  /** A wanted piece the other one has and may give, the first from a random place on; -1 when there is none. */
  wantedFrom(other: PieceMap, refused: Uint32Array | undefined, place: number): number {
    const { length } = this.wanted;
    const firstWord = (place >>> 5) % length;
    const above = (0xffff_ffff << (place & 31)) >>> 0;
    const first = this.#common(other, refused, firstWord) & above;
    if (first !== 0) return firstWord * 32 + lowestBit(first);
    for (let step = 1; step <= length; step += 1) {
      const word = (firstWord + step) % length;
      const bits = this.#common(other, refused, word);
      if (bits !== 0) return word * 32 + lowestBit(bits);
    }
    return -1;
  }

  #common(other: PieceMap, refused: Uint32Array | undefined, word: number): number {
    return (this.wanted[word] ?? 0) & (other.here[word] ?? 0) & ~(refused?.[word] ?? 0);
  }
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
