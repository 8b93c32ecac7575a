import { createCipheriv } from 'node:crypto';

const blockBytes = 16;

/** Bytes `[start, end)` of an endless, repeatable, incompressible stream: an AES-CTR key stream, which can be entered anywhere. */
export function sampleBytes(start: number, end: number): Buffer {
  const firstBlock = Math.floor(start / blockBytes);
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(firstBlock), 8);
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), counter);
  const skipped = start - firstBlock * blockBytes;
  return stream.update(Buffer.alloc(skipped + end - start)).subarray(skipped);
}
