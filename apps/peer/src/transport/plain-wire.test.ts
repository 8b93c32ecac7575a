import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { pieceSpans } from '@damselfly/core';
import { Registry, silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TokenBucket } from '../rate/token-bucket.ts';
import { openDiskStore } from '../storage/open-disk-store.ts';
import { makeTask, writeAll } from '../storage/store.contract.ts';
import type { PieceStore } from '../storage/store.ts';
import { plenty } from '../storage/testing/plenty.ts';
import { askPlainly, plainTags, servePlainly } from '../testing/plain-wire.ts';
import { type PieceServer, startPieceServer } from '../upload/piece-server.ts';
import { TcpTransport } from './tcp/tcp-transport.ts';
import { parentAt, refOf, target, task } from './transport.contract.ts';

const never = new AbortController().signal;
const pieceLength = 700_001;
let dir: string;
let store: PieceStore;
let server: PieceServer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'damselfly-plain-'));
  store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
  server = await startPieceServer({
    ...{ store, ip: '127.0.0.1', port: 0, log: silentLog(), metrics: new Registry() },
    limiter: new TokenBucket({ bytesPerSecond: Number.POSITIVE_INFINITY }),
  });
});
afterEach(async () => {
  await server.close();
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

test('a client written from the description alone gets every piece from our server', async () => {
  const bytes = randomBytes(3 * pieceLength + 11);
  const made = { ...makeTask(bytes, { pieceLength }), spans: pieceSpans(bytes.length, pieceLength) };
  await store.open(made.spec);
  await writeAll(store, made);
  for (const tag of Object.values(plainTags)) {
    for (const { number, offset, length } of made.spans) {
      const answer = await askPlainly(server.port, made.spec.task, number, tag);
      const content = bytes.subarray(offset, offset + length);
      expect(answer).toMatchObject({
        is: 'piece',
        tag: tag + 1,
        piece: { number, offset: BigInt(offset), digest: `crc32:${crc32(content)}`, parent: 'parent', traffic: 1 },
      });
      expect(answer.is === 'piece' && content.equals(answer.piece.content)).toBe(true);
    }
  }
});

test('that client is told what is not here, and dropped when it makes no sense', async () => {
  expect(await askPlainly(server.port, '0'.repeat(64), 0)).toMatchObject({ is: 'error', code: 2 });
  for (const tag of [1, 8, 100, 241, 255]) {
    expect(await askPlainly(server.port, '0'.repeat(64), 0, tag)).toEqual({ is: 'nothing' });
  }
});

test('our client gets every piece from a server written from the description alone', async () => {
  const pieces = new Map([0, 1, 2, 3, 4].map((number) => [number, randomBytes(pieceLength)]));
  const plain = await servePlainly(pieces, pieceLength);
  const transport = new TcpTransport();
  const parent = parentAt({ tcpPort: plain.port });
  try {
    for (let round = 0; round < 2; round += 1) {
      for (const [number, bytes] of pieces) {
        const { into } = target(pieceLength);
        const got = await transport.fetch(refOf(number, pieceLength), parent, into, never);
        expect(into.equals(bytes)).toBe(true);
        expect(got).toMatchObject({
          digest: `crc32:${crc32(bytes)}`,
          crc32: crc32(bytes),
          parentId: '10.0.0.9-other-make',
        });
      }
    }
    const { into } = target(pieceLength);
    const absent = transport.fetch(refOf(9, pieceLength), parent, into, never);
    await expect(absent).rejects.toMatchObject({ code: 'notFound', message: expect.stringContaining('no such piece') });
    // The greeting that finds out whether it is one of ours; it is not, so it is not greeted again.
    expect(plain.dropped).toBe(1);
    expect(plain.asked).toHaveLength(11);
    expect(new Set(plain.asked.map((request) => request.task))).toEqual(new Set([task]));
  } finally {
    await transport.close();
    await plain.close();
  }
});
