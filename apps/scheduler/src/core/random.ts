/** A source of uniform numbers in [0, 1). */
export type Random = () => number;

/** A small repeatable generator (mulberry32): the same 32-bit seed gives the same numbers. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A uniform integer in [0, below). */
export const randomBelow = (random: Random, below: number): number => Math.floor(random() * below);
