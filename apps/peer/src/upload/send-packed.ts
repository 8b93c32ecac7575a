import type { Buffer } from 'node:buffer';
import type { Zstd } from '../bytes/zstd.ts';
import { blockHeadLength, blockLength, writeBlockHead } from '../transport/packed-blocks.ts';
import { fill, type PieceSend, write } from './send-piece.ts';

/** A block must shrink to this part of itself, or it goes out as it is. */
const worthwhile = 0.9;
const spotBytes = 4096;
const spots = 4;
const sampleBytes = spots * spotBytes;
/** Pieces of a task in a row that were not worth it before most of the next are not even looked at. */
const patience = 4;
const lookEvery = 16;
const maxTasks = 1024;

/** Tells by a sample whether a piece is worth packing, and remembers tasks whose pieces are not. */
export class PackingJudge {
  readonly #zstd: Zstd;
  readonly #vain = new Map<string, number>();

  constructor(zstd: Zstd) {
    this.#zstd = zstd;
  }

  async worth(
    { reading, buffers, signal }: Pick<PieceSend, 'reading' | 'buffers' | 'signal'>,
    task: string,
  ): Promise<boolean> {
    const { length } = reading.piece;
    const vain = this.#vain.get(task) ?? 0;
    if (length < sampleBytes || (vain >= patience && vain % lookEvery !== 0)) {
      this.#remember(task, length < sampleBytes ? vain : vain + 1);
      return false;
    }
    const slab = await buffers.acquire(2 * sampleBytes, signal);
    try {
      const sample = slab.bytes.subarray(0, sampleBytes);
      for (let spot = 0; spot < spots; spot += 1) {
        const at = Math.floor(((length - spotBytes) * spot) / (spots - 1));
        await fill(reading, sample.subarray(spot * spotBytes, (spot + 1) * spotBytes), at);
      }
      const space = slab.bytes.subarray(sampleBytes, sampleBytes + Math.floor(sampleBytes * worthwhile));
      const worth = this.#zstd.packNow(sample, space) !== undefined;
      this.#remember(task, worth ? 0 : vain + 1);
      return worth;
    } finally {
      slab.release();
    }
  }

  #remember(task: string, vain: number): void {
    this.#vain.delete(task);
    if (vain > 0) this.#vain.set(task, vain);
    const oldest = this.#vain.keys().next();
    if (this.#vain.size > maxTasks && !oldest.done) this.#vain.delete(oldest.value);
  }
}

export interface PackedSend extends PieceSend {
  readonly zstd: Zstd;
  readonly meters: PieceSend['meters'] & { readonly savedBytes: { inc(bytes: number): void } };
}

/** Sends one piece in packed blocks, packing the next one while one is under way. Throws when the child stops taking it. */
export async function sendPacked(send: PackedSend): Promise<void> {
  const { socket, reading, limiter, share, signal, meters, zstd, limits } = send;
  const { length } = reading.piece;
  const room = blockHeadLength + blockLength;
  const slab = await send.buffers.acquire(blockLength + 2 * room, signal);
  const raw = slab.bytes.subarray(0, blockLength);
  const outs = [0, 1].map((half) => slab.bytes.subarray(blockLength + half * room, blockLength + (half + 1) * room));
  const blockAt = async (at: number): Promise<Buffer> => {
    const out = outs[(at / blockLength) % 2] ?? slab.bytes;
    const from = await fill(reading, raw.subarray(0, Math.min(blockLength, length - at)), at);
    const space = out.subarray(blockHeadLength, blockHeadLength + Math.floor(from.length * worthwhile));
    const packed = await zstd.pack(from, space);
    if (packed === undefined) from.copy(out, blockHeadLength);
    writeBlockHead(out, from.length, packed ?? from.length);
    return out.subarray(0, blockHeadLength + (packed ?? from.length));
  };
  let ahead: Promise<Buffer> = Promise.resolve(raw);
  try {
    socket.write(send.head);
    let block = await blockAt(0);
    for (let at = 0; at < length; at += blockLength) {
      if (!limiter.tryTake(block.length)) await limiter.acquire(block.length, signal, share);
      const sending = write(socket, block, limits.sendTimeoutMs);
      ahead = at + blockLength < length ? blockAt(at + blockLength) : Promise.resolve(raw);
      // Both must have ended before the slab may go back, whichever fails.
      await Promise.allSettled([sending, ahead]);
      await sending;
      meters.sentBytes.inc(block.length);
      meters.savedBytes.inc(Math.min(blockLength, length - at) + blockHeadLength - block.length);
      block = await ahead;
    }
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  } finally {
    slab.release();
  }
}
