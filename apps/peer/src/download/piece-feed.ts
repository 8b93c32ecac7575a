import type { TaskId } from '@damselfly/core';
import type { ParentAddress } from '../transport/transport.ts';
import type { ParentCandidate } from './scheduling.ts';

/** A piece a parent holds, and where it serves it. */
export interface AvailablePiece {
  readonly number: number;
  readonly address: ParentAddress;
}

/** Tells which pieces a parent holds, as they come. */
export interface PieceFeed {
  /**
   * Ends when the parent has told of every interesting piece or will get no more. Throws `unavailable` when the parent
   * is gone, `notFound` when it does not know the task, `cancelled` on abort.
   */
  follow(
    parent: ParentCandidate,
    task: TaskId,
    interesting: readonly number[],
    signal: AbortSignal,
  ): AsyncIterable<AvailablePiece>;
}
