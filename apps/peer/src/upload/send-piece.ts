import type { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { Failure } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { Share } from '../rate/fair-queue.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { PieceReading } from '../storage/store.ts';

export interface PieceSend {
  readonly socket: Socket;
  /** Goes out before the content. */
  readonly head: Buffer;
  readonly reading: PieceReading;
  readonly limiter: RateLimiter;
  /** The task's part of the upload bandwidth. */
  readonly share: Share;
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
  const slab = await send.buffers.acquire(Math.min(2 * chunkBytes, reading.piece.length), signal);
  const { length } = reading.piece;
  const chunkAt = (at: number) => {
    const begin = at % slab.bytes.length;
    return fill(reading, slab.bytes.subarray(begin, begin + Math.min(chunkBytes, length - at)), at);
  };
  try {
    socket.cork();
    socket.write(send.head);
    let chunk: Buffer | undefined = await chunkAt(0);
    for (let at = 0; chunk !== undefined; at += chunkBytes) {
      if (!limiter.tryTake(chunk.length)) await limiter.acquire(chunk.length, signal, send.share);
      const sending = write(socket, chunk, send.limits.sendTimeoutMs);
      const ahead: Promise<Buffer> | Buffer | undefined =
        at + chunkBytes < length ? chunkAt(at + chunkBytes) : undefined;
      // Both must have ended before the slab may go back, whichever fails.
      if (ahead instanceof Promise) await Promise.allSettled([sending, ahead]);
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

/** At once when the bytes are in memory. */
export function fill(reading: PieceReading, into: Buffer, at: number): Buffer | Promise<Buffer> {
  return reading.readNow(into, at) === into.length ? into : fillSlowly(reading, into, at);
}

async function fillSlowly(reading: PieceReading, into: Buffer, at: number): Promise<Buffer> {
  for (let filled = 0; filled < into.length; ) {
    const count = await reading.read(into.subarray(filled), at + filled);
    if (count === 0) throw new Failure('storage', `piece ${reading.piece.number} ends at ${at + filled} bytes`);
    filled += count;
  }
  return into;
}

/**
 * Resolves when the system has taken the bytes, so that their memory can be used again. When it took them at once the
 * others have their turn first: a fast child must not keep the event loop for a whole piece.
 */
export function write(socket: Socket, bytes: Buffer, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    socket.write(bytes, (cause) => {
      clearTimeout(timer);
      if (cause !== null && cause !== undefined) {
        reject(cause instanceof Failure ? cause : new Failure('unavailable', 'the child left', { cause }));
      } else if (timer === undefined) setImmediate(resolve);
      else resolve();
    });
    socket.uncork();
    if (socket.writableLength === 0) return;
    timer = setTimeout(() => {
      socket.destroy(new Failure('timeout', `the child took no ${bytes.length} bytes within ${timeoutMs} ms`));
    }, timeoutMs);
  });
}
