/** Where a download begins, and the least there is later: one piece is sent while the next is asked for. */
const fewest = 2;
/** A piece that takes so much longer than its giver's fastest shares a link with others. */
const slower = 1.25;
/** Nobody waits long for a piece that comes so soon, however many share the link. */
const soonMs = 500;
/** A giver may have become slower for good: its fastest is forgotten by so much with each piece. */
const forgetting = 1.02;

/**
 * How many pieces of one download come in at a time: more as long as that makes none of them slower. Pieces that share a
 * link all come late, and only a whole piece can be passed on: a swarm in which everybody takes few at a time passes them
 * on sooner, over the same links.
 */
export class PieceLanes {
  readonly #most: number;
  /** Milliseconds a byte of the fastest piece of each giver. */
  readonly #fastest = new Map<string, number>();
  #count: number;

  constructor(most: number) {
    this.#most = most;
    this.#count = Math.min(fewest, most);
  }

  /** How many may be under way now. */
  get count(): number {
    return this.#count;
  }

  /** A piece came. @param giver the host, or the source, it came from. */
  delivered(giver: string, bytes: number, costMs: number): void {
    const took = costMs / Math.max(1, bytes);
    const before = this.#fastest.get(giver);
    const fastest = Math.min(took, (before ?? took) * forgetting);
    this.#fastest.set(giver, fastest);
    const step = costMs <= soonMs ? 1 : stepAfter(took, fastest, before === undefined);
    this.#count = Math.min(this.#most, Math.max(Math.min(fewest, this.#most), this.#count + step));
  }
}

/** The first piece of a giver says nothing: there is nothing to compare it with. */
function stepAfter(took: number, fastest: number, isFirst: boolean): number {
  if (isFirst) return 0;
  return took <= fastest * slower ? 1 : -1;
}
