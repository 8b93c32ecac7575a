import { Failure, type TaskId } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { PieceStore } from '../storage/store.ts';

const chunkBytes = 2 ** 20;

/** The content of a finished task, from its first byte to its last. A chunk is valid until the next is asked for. */
export async function* storedContent(
  task: TaskId,
  { store, buffers }: { readonly store: PieceStore; readonly buffers: BufferPool },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const buffer = await buffers.acquire(chunkBytes, signal);
  try {
    for (const number of store.task(task)?.finishedPieces ?? []) {
      const reading = await store.readPiece(task, number);
      try {
        for (let at = 0; at < reading.piece.length; ) {
          signal.throwIfAborted();
          const got = await reading.read(buffer.bytes.subarray(0, chunkBytes), at);
          if (got === 0) throw new Failure('storage', `piece ${number} is shorter than recorded; try again`);
          yield buffer.bytes.subarray(0, got);
          at += got;
        }
      } finally {
        reading.release();
      }
    }
  } finally {
    buffer.release();
  }
}
