/** Who asks, and how much of what is given out is theirs beside others who ask. */
export interface Share {
  /** All requests of one key share its part; a task id, for example. */
  readonly key: string;
  /** Twice the weight gets twice as much. Positive. */
  readonly weight: number;
}

/** For who is alone or does not care. */
export const plainShare: Share = { key: '', weight: 1 };

interface Waiting<Item> {
  readonly item: Item;
  readonly start: number;
}

/**
 * Those who wait, in the order of start-time fair queueing: over any stretch each key is served in proportion to its
 * weight, however many requests it has waiting. Within a key, first come first served.
 */
export class FairQueue<Item> {
  readonly #waiting: Waiting<Item>[] = [];
  readonly #finish = new Map<string, number>();
  #virtualTime = 0;

  get size(): number {
    return this.#waiting.length;
  }

  /** @param cost how much is asked for, in the same unit for everybody. */
  push(item: Item, { key, weight }: Share, cost: number): void {
    const start = Math.max(this.#virtualTime, this.#finish.get(key) ?? 0);
    this.#finish.set(key, start + cost / weight);
    let at = this.#waiting.length;
    while (at > 0 && (this.#waiting[at - 1]?.start ?? 0) > start) at -= 1;
    this.#waiting.splice(at, 0, { item, start });
  }

  /** Whose turn it is. */
  peek(): Item | undefined {
    return this.#waiting[0]?.item;
  }

  shift(): Item | undefined {
    const next = this.#waiting.shift();
    if (next !== undefined) this.#virtualTime = next.start;
    this.#forgetWhenIdle();
    return next?.item;
  }

  remove(item: Item): void {
    const at = this.#waiting.findIndex((waiting) => waiting.item === item);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#forgetWhenIdle();
  }

  /** With nobody waiting there is nothing to be unfair about, and the keys of ended tasks go. */
  #forgetWhenIdle(): void {
    if (this.#waiting.length > 0) return;
    this.#finish.clear();
    this.#virtualTime = 0;
  }
}
