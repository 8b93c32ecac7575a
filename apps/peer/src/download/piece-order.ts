/** How many pieces from the reader's position on are fetched in order before rarity counts. */
const readAhead = 8;

export interface PieceOrderInput {
  /** Pieces wanted and neither there nor under way, ascending. */
  readonly missing: readonly number[];
  /** How many parents hold a piece. */
  readonly copies: (number: number) => number;
  /** The piece a reader waits for, when somebody reads in order. */
  readonly reader?: number | undefined;
  /** In [0, 1). */
  readonly random: number;
}

/**
 * The piece to fetch next: what the reader needs soon, else the one fewest parents hold. Among equals a random one, so
 * that peers starting together fetch different pieces and have something to give each other.
 */
export function nextPiece({ missing, copies, reader, random }: PieceOrderInput): number | undefined {
  if (reader !== undefined) {
    const soon = missing.find((number) => number >= reader && number < reader + readAhead && copies(number) > 0);
    if (soon !== undefined) return soon;
  }
  let rarest: number | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  const start = Math.floor(random * missing.length);
  for (let step = 0; step < missing.length; step += 1) {
    const number = missing[(start + step) % missing.length];
    if (number === undefined) continue;
    const count = copies(number);
    if (count > 0 && count < fewest) [rarest, fewest] = [number, count];
    if (fewest === 1) break;
  }
  return rarest;
}
