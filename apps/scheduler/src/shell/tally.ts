import { Counter, type Registry } from '@damselfly/core/node';

/** A label with all its values. */
export type TallyLabel = readonly [name: string, values: readonly string[]];

export interface TallyOptions {
  readonly name: string;
  readonly help: string;
  /** The numbers of `add` are places among these values. */
  readonly labels: readonly [TallyLabel, TallyLabel, TallyLabel];
}

/** A counter with three labels of few values: counting costs an addition, and the labels are looked at when it is scraped. */
export class Tally {
  readonly #counts: number[];
  readonly #second: number;
  readonly #third: number;

  constructor(registry: Registry, { name, help, labels }: TallyOptions) {
    const [first, second, third] = labels;
    this.#second = second[1].length;
    this.#third = third[1].length;
    this.#counts = Array.from({ length: first[1].length * this.#second * this.#third }, () => 0);
    const rows = first[1].flatMap((a) =>
      second[1].flatMap((b) => third[1].map((c) => ({ [first[0]]: a, [second[0]]: b, [third[0]]: c }))),
    );
    const counts = this.#counts;
    new Counter({
      ...{ name, help, labelNames: labels.map(([label]) => label), registers: [registry] },
      collect() {
        this.reset();
        for (const [at, count] of counts.entries()) if (count > 0) this.inc(rows[at] ?? {}, count);
      },
    });
  }

  /** Adds to the counter of the values at these places. */
  add(first: number, second: number, third: number, amount = 1): void {
    const at = (first * this.#second + second) * this.#third + third;
    this.#counts[at] = (this.#counts[at] ?? 0) + amount;
  }
}
