/** Buckets a factor of two: a value is known to about 2 %. */
const perOctave = 32;
const octaves = 40;

/** Times of many decisions, in buckets: a percentile costs no memory and no sorting. */
export class DecisionTimes {
  readonly #buckets = new Uint32Array(perOctave * octaves);
  #count = 0;
  totalMicros = 0;

  get count(): number {
    return this.#count;
  }

  add(micros: number): void {
    this.#count += 1;
    this.totalMicros += micros;
    // The first bucket holds all below a thousandth of a microsecond.
    const at = Math.round(Math.log2(Math.max(micros, 0.001) * 1000) * perOctave);
    const bucket = Math.min(this.#buckets.length - 1, at);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  /** Microseconds within which this share of the decisions was taken; 0 when there were none. */
  percentile(share: number): number {
    let left = this.#count * share;
    for (const [at, count] of this.#buckets.entries()) {
      left -= count;
      if (left <= 0 && this.#count > 0) return 2 ** (at / perOctave) / 1000;
    }
    return 0;
  }
}
