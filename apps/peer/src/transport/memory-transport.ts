import { Failure, isAbort, type PeerId, type TaskId } from '@damselfly/core';
import { crc32 } from '../bytes/crc32.ts';
import type { Pace } from '../rate/rate-limiter.ts';
import type { FetchedPiece, ParentAddress, PieceRef, PieceTransport } from './transport.ts';

/** A piece as a parent in this process holds it. */
export interface HeldPiece {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly parentId?: PeerId;
}

/** Looks a piece up at a parent; throws what the parent would answer. */
export type PieceLookup = (
  parent: ParentAddress,
  task: TaskId,
  number: number,
  signal: AbortSignal,
) => HeldPiece | Promise<HeldPiece>;

const chunkLength = 256 * 2 ** 10;

/** Pieces from parents in this same process: for tests and simulations. */
export class MemoryTransport implements PieceTransport {
  readonly name = 'memory';
  readonly #lookup: PieceLookup;
  readonly #closing = new AbortController();

  constructor(lookup: PieceLookup) {
    this.#lookup = lookup;
  }

  canReach(): boolean {
    return true;
  }

  async fetch(
    piece: PieceRef,
    parent: ParentAddress,
    into: Uint8Array,
    signal: AbortSignal,
    pace?: Pace,
  ): Promise<FetchedPiece> {
    if (into.length !== piece.length) {
      throw new Failure('invalid', `piece ${piece.number} has ${piece.length} bytes, its buffer ${into.length}`);
    }
    const held = await unlessAborted(AbortSignal.any([signal, this.#closing.signal]), (stop) =>
      this.#lookup(parent, piece.task, piece.number, stop),
    );
    if (held.bytes.length !== piece.length) {
      throw new Failure('corrupt', `asked for ${piece.length} bytes, the parent answered with ${held.bytes.length}`);
    }
    for (let at = 0; at < into.length; at += chunkLength) {
      const chunk = held.bytes.subarray(at, at + chunkLength);
      await pace?.(chunk.length);
      if (signal.aborted || this.#closing.signal.aborted) {
        throw new Failure('cancelled', 'cancelled while talking to a parent');
      }
      into.set(chunk, at);
    }
    const { digest, parentId } = held;
    return { length: into.length, digest, crc32: crc32(into), ...(parentId === undefined ? {} : { parentId }) };
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }
}

async function unlessAborted<T>(signal: AbortSignal, work: (signal: AbortSignal) => T | Promise<T>): Promise<T> {
  const cancelled = new Failure('cancelled', 'cancelled while talking to a parent');
  if (signal.aborted) throw cancelled;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([aborted, work(signal)]);
  } catch (thrown) {
    throw isAbort(thrown) ? cancelled : thrown;
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
