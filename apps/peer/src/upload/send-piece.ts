import type { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { Failure } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { PieceReading } from '../storage/store.ts';

export interface PieceSend {
  readonly socket: Socket;
  /** Goes out before the content. */
  readonly head: Buffer;
  readonly reading: PieceReading;
  readonly limiter: RateLimiter;
  /** Lends 1 MiB. */
  readonly buffers: BufferPool;
  readonly limits: { readonly sendTimeoutMs: number };
  readonly meters: { readonly sentBytes: { inc(bytes: number): void } };
  readonly signal: AbortSignal;
}

/** Smaller sends were measured slower by a fifth, larger ones no faster. */
const chunkBytes = 512 * 2 ** 10;

/** Sends one piece, reading the next chunk while one is under way. Throws when the child stops taking it. */
export async function sendPiece(send: PieceSend): Promise<void> {
  const { socket, reading, limiter, signal, meters } = send;
  const slab = await send.buffers.acquire(2 * chunkBytes, signal);
  const halves = [slab.bytes.subarray(0, chunkBytes), slab.bytes.subarray(chunkBytes)] as const;
  const { length } = reading.piece;
  const chunkAt = (at: number) => fill(reading, halves[(at / chunkBytes) % 2 === 0 ? 0 : 1], at);
  try {
    socket.write(send.head);
    let chunk: Buffer | undefined = await chunkAt(0);
    for (let at = 0; chunk !== undefined; at += chunkBytes) {
      await limiter.acquire(chunk.length, signal);
      const ahead: Promise<Buffer> | undefined = at + chunkBytes < length ? chunkAt(at + chunkBytes) : undefined;
      const sending = write(socket, chunk, send.limits.sendTimeoutMs);
      // Both must have ended before the slab may go back, whichever fails.
      await Promise.allSettled([sending, ahead]);
      await sending;
      meters.sentBytes.inc(chunk.length);
      chunk = await ahead;
    }
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  } finally {
    slab.release();
  }
}

async function fill(reading: PieceReading, into: Buffer, at: number): Promise<Buffer> {
  const wanted = Math.min(into.length, reading.piece.length - at);
  let filled = 0;
  while (filled < wanted) {
    const count = await reading.read(into.subarray(filled, wanted), at + filled);
    if (count === 0) throw new Failure('storage', `piece ${reading.piece.number} ends at ${at + filled} bytes`);
    filled += count;
  }
  return into.subarray(0, wanted);
}

/** Resolves when the system has taken the bytes, so that their memory can be used again. */
function write(socket: Socket, bytes: Buffer, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(new Failure('timeout', `the child took no ${bytes.length} bytes within ${timeoutMs} ms`));
    }, timeoutMs);
    socket.write(bytes, (cause) => {
      clearTimeout(timer);
      if (cause === null || cause === undefined) resolve();
      else reject(cause instanceof Failure ? cause : new Failure('unavailable', 'the child left', { cause }));
    });
  });
}
