import type { Choice } from './parent-set.ts';

/** A piece that differs from its plan by less is not late; also how soon a transfer is looked at again. */
const shortestMs = 500;
/** How late when nothing was measured yet. */
const unmeasuredMs = 2000;
/** As often could the rival deliver it, in the time it has taken and in what it still needs. */
const patience = 2;

/** How far a transfer has come. */
export interface TransferProgress {
  readonly elapsedMs: number;
  readonly receivedBytes: number;
  readonly lengthBytes: number;
}

/**
 * In how many milliseconds to look whether a transfer needs a rival; 0: it needs one now. That is when the rival could have
 * delivered the piece twice in the time the first one has taken, and could deliver it twice before the first one, going on
 * as it did, is done: a swarm in which everybody is slow sends nothing twice.
 */
export function hedgeDueMs(
  { elapsedMs, receivedBytes, lengthBytes }: TransferProgress,
  { expectedMs, guessed }: Pick<Choice, 'expectedMs' | 'guessed'>,
): number {
  const dueMs = Math.max(guessed ? unmeasuredMs : shortestMs, patience * expectedMs) - elapsedMs;
  if (dueMs > 0) return dueMs;
  const leftMs = ((lengthBytes - receivedBytes) * elapsedMs) / Math.max(1, receivedBytes);
  return leftMs >= patience * expectedMs ? 0 : shortestMs;
}
