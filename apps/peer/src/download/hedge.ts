import type { Choice } from './parent-set.ts';

/** A piece that differs from its plan by less is not late. */
const shortestMs = 500;
/** How late when nothing was measured yet. */
const unmeasuredMs = 2000;
/** As often could the rival have delivered it meanwhile. */
const patience = 2;

/**
 * In how many milliseconds a transfer that runs for `elapsedMs` should get a rival; 0 or less: now. That is when the rival
 * could have delivered the piece twice in the time the first one has taken, so that a swarm in which everybody is slow
 * sends nothing twice.
 */
export function hedgeDueMs(elapsedMs: number, { expectedMs, guessed }: Pick<Choice, 'expectedMs' | 'guessed'>): number {
  return Math.max(guessed ? unmeasuredMs : shortestMs, patience * expectedMs) - elapsedMs;
}
