import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { Failure, peerId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32.ts';
import { loadZstd } from '../bytes/zstd.ts';
import { RequestReader } from '../upload/request-reader.ts';
import { PieceReceiver, preludeLength } from './tcp/piece-receiver.ts';
import {
  decodeError,
  decodeHeader,
  decodeHello,
  decodeMetadata,
  decodeRequest,
  encodeContentHead,
  encodeError,
  encodeHello,
  encodeRequest,
} from './vortex.ts';

/** `npm test -- slow` tries a million. */
const inputs = Number(process.env.DAMSELFLY_FUZZ ?? 10_000);
const seed = Number(process.env.DAMSELFLY_FUZZ_SEED ?? Date.now() % 2 ** 32);
const random = xorshift(seed);
const below = (limit: number) => random() % Math.max(1, limit);

const task = taskId('5844f27a257287e9b734256bb25603d8005422ced8c0377f15063ec11963b25f');
const pieceBytes = 3000;
const content = Buffer.from(Array.from({ length: pieceBytes }, (_, at) => (at * 7) & 0xff));
const facts = { number: 5, offset: 5 * pieceBytes, length: pieceBytes };
const zstd = loadZstd();
const packedContent = packedForm();

/** Whole answers and requests as they should be: the fuzz starts from them as often as from noise. */
const truths = [
  Buffer.concat([head(false), content]),
  Buffer.concat([head(true), packedContent]),
  Buffer.concat([encodeHello(1, { packs: true }), head(true), packedContent]),
  encodeError(new Failure('notFound', 'no such piece'), 3),
  Buffer.concat([encodeHello(1, { packs: false }), encodeRequest({ task, number: 5 }, 1)]),
  encodeRequest({ task, number: 2 ** 32 - 1, kind: 'persistentCache' }, 255, true),
];

test(`${inputs} broken streams end as a piece with the right sum, as the failure they mean, or wait for more`, async () => {
  const into = Buffer.alloc(pieceBytes);
  const prelude = Buffer.allocUnsafeSlow(preludeLength);
  const before = process.memoryUsage().arrayBuffers;
  const ends = { whole: 0, refused: 0, waiting: 0 };
  for (let nth = 0; nth < inputs; nth += 1) {
    const stream = mutated();
    try {
      for (const decode of [decodeHeader, decodeMetadata, decodeRequest]) quietly(() => decode(stream));
      quietly(() => decodeHello(stream));
      expect(decodeError(stream)).toBeInstanceOf(Failure);
      ends[receive(stream, into, prelude)] += 1;
      await read(stream);
    } catch (thrown) {
      throw new Error(`seed ${seed}, input ${nth}: ${stream.toString('hex')}`, { cause: thrown });
    }
  }
  // Every way of ending was reached, so the streams are neither all noise nor all fine.
  expect(Math.min(...Object.values(ends))).toBeGreaterThan(inputs / 200);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
}, 1_800_000);

/** Feeds the stream in random cuts, as a socket would. */
function receive(stream: Buffer, into: Buffer, prelude: Buffer): 'whole' | 'refused' | 'waiting' {
  const receiver = new PieceReceiver({ task, ...facts }, into, prelude, zstd?.unpack);
  try {
    for (let at = 0; at < stream.length && !receiver.done; ) {
      const target = receiver.target();
      expect(target.length).toBeGreaterThan(0);
      const count = Math.min(target.length, stream.length - at, 1 + below(700));
      stream.copy(target, 0, at, at + count);
      receiver.advance(count);
      at += count;
    }
    if (!receiver.done) return 'waiting';
    expect(receiver.result().crc32).toBe(crc32(into));
    return 'whole';
  } catch (thrown) {
    expect(thrown).toMatchObject({ name: 'Failure' });
    const refusals = ['corrupt', 'notFound', 'invalid', 'unavailable', 'exhausted', 'conflict'];
    expect(refusals).toContain(Failure.from(thrown).code);
    return 'refused';
  }
}

/** What a server of ours makes of the same bytes from a child. */
async function read(stream: Buffer): Promise<void> {
  const socket = new EventEmitter();
  // The part of a socket that is read from.
  const reader = new RequestReader(Object.assign(socket, { destroy: () => undefined }) as never);
  socket.emit('data', stream.subarray(0, below(stream.length + 1)));
  socket.emit('end');
  for (let messages = 0; messages < 5; messages += 1) {
    try {
      if ((await reader.next(60_000)).kind === 'end') return;
    } catch (thrown) {
      expect(thrown).toMatchObject({ name: 'Failure', code: 'corrupt' });
      return;
    }
  }
}

function mutated(): Buffer {
  if (below(4) === 0) return Buffer.from(Array.from({ length: below(200) }, () => below(256)));
  const bytes = Buffer.from(truths[below(truths.length)] ?? []);
  for (let change = below(4); change > 0; change -= 1) {
    // Most of what can go wrong is in the first bytes.
    const at = below(below(2) === 0 ? 140 : bytes.length);
    if (at >= bytes.length) continue;
    if (below(3) === 0) bytes.fill(below(256), at, Math.min(bytes.length, at + 4));
    else bytes[at] = below(256);
  }
  return below(5) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
}

function quietly(decode: () => unknown): void {
  try {
    decode();
  } catch (thrown) {
    expect(thrown).toMatchObject({ name: 'Failure', code: 'corrupt' });
  }
}

function head(packed: boolean): Buffer {
  const said = { digest: `crc32:${crc32(content)}`, parentId: peerId('p'), trafficType: 1, costSeconds: 0 };
  return encodeContentHead('standard', { ...facts, ...said, createdAtSeconds: 1 }, 7, packed);
}

function packedForm(): Buffer {
  const half = pieceBytes / 2;
  const out = Buffer.alloc(2 * pieceBytes);
  const packed = zstd?.packNow(content.subarray(0, half), out.subarray(8)) ?? half;
  if (packed === half) content.copy(out, 8, 0, half);
  out.writeUInt32BE(half, 0);
  out.writeUInt32BE(packed, 4);
  out.writeUInt32BE(half, 8 + packed);
  out.writeUInt32BE(half, 12 + packed);
  content.copy(out, 16 + packed, half);
  return out.subarray(0, 16 + packed + half);
}

function xorshift(from: number): () => number {
  let state = from || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
