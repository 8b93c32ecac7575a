import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pieceSpans } from '@damselfly/core';
import { Registry, silentLog } from '@damselfly/core/node';
import { afterEach, expect, test } from 'vitest';
import { loadZstd } from '../../bytes/zstd.ts';
import { TokenBucket } from '../../rate/token-bucket.ts';
import { openDiskStore } from '../../storage/open-disk-store.ts';
import { makeTask, writeAll } from '../../storage/store.contract.ts';
import { plenty } from '../../storage/testing/plenty.ts';
import { startPieceServer } from '../../upload/piece-server.ts';
import { parentAt, target } from '../transport.contract.ts';
import { LinkMeter } from './link-meter.ts';
import { TcpTransport } from './tcp-transport.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const MiB = 2 ** 20;
const slowLine = 16 * MiB;

/** One line of a log like another, yet none like the one before. */
function logText(length: number): Buffer {
  const lines: string[] = [];
  for (let bytes = 0, n = 0; bytes < length; n += 1) {
    const line = `{"level":"info","n":${n},"path":"/v2/${createHash('md5').update(String(n)).digest('hex').slice(0, 6)}","ms":${(n * 7919) % 997}}\n`;
    lines.push(line);
    bytes += line.length;
  }
  return Buffer.from(lines.join('')).subarray(0, length);
}

/** A parent with `bytes` behind a line of `bytesPerSecond`, and a child's transport. */
async function link(bytes: Buffer, bytesPerSecond: number, sides: { parent: boolean; child: boolean }) {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-packing-'));
  const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
  const made = { ...makeTask(bytes, { pieceLength: MiB }), spans: pieceSpans(bytes.length, MiB) };
  await store.open(made.spec);
  await writeAll(store, made);
  const metrics = new Registry();
  const zstd = loadZstd();
  const server = await startPieceServer({
    ...{ store, ip: '127.0.0.1', port: 0, log: silentLog(), metrics, zstd: sides.parent ? zstd : undefined },
    limiter: new TokenBucket({ bytesPerSecond: Number.POSITIVE_INFINITY }),
  });
  const { port, passed, close } = await narrow(server.port, bytesPerSecond);
  const transport = new TcpTransport({ zstd: sides.child ? zstd : undefined });
  closers.push(
    () => rm(dir, { recursive: true, force: true }),
    () => store.close(),
    () => server.close(),
    close,
    () => transport.close(),
  );
  const fetchAll = async () => {
    for (const span of made.spans) {
      const { into } = target(span.length);
      const got = await transport.fetch({ task: made.spec.task, ...span }, parentAt({ tcpPort: port }), into, never);
      expect(into.equals(bytes.subarray(span.offset, span.offset + span.length))).toBe(true);
      expect(got.digest).toBe(`crc32:${got.crc32}`);
    }
  };
  const saved = async () => Number(/saved_bytes_total (\d+)/.exec(await metrics.metrics())?.[1]);
  return { fetchAll, saved, passed };
}

const both = { parent: true, child: true };

test('compressible content over a slow line is packed, arrives unchanged, and takes less of the line', async () => {
  const bytes = logText(24 * MiB + 77);
  const { fetchAll, saved, passed } = await link(bytes, slowLine, both);
  await fetchAll();
  expect(await saved()).toBeGreaterThan(bytes.length / 2);
  expect(passed()).toBeLessThan(bytes.length / 2);
});

test('content that does not shrink travels as it is', async () => {
  const bytes = randomBytes(8 * MiB);
  const { fetchAll, saved, passed } = await link(bytes, slowLine, both);
  await fetchAll();
  expect(await saved()).toBe(0);
  expect(passed()).toBeGreaterThan(bytes.length);
});

test.each([
  ['the child', { parent: true, child: false }],
  ['the parent', { parent: false, child: true }],
])('nothing is packed when %s cannot', async (_who, sides) => {
  const { fetchAll, saved } = await link(logText(4 * MiB), slowLine, sides);
  await fetchAll();
  expect(await saved()).toBe(0);
});

test('a fast line is left alone, a slow one packed, and packing that brings nothing is given up', () => {
  const meter = new LinkMeter();
  const moved = (parent: string, mibPerSecond: number, packed: boolean) =>
    meter.begin(parent).done(MiB, 1000 / mibPerSecond, packed);
  expect(meter.wantsPacked('fast')).toBe(false);
  moved('fast', 800, false);
  expect(meter.wantsPacked('fast')).toBe(false);
  for (let n = 0; n < 20; n += 1) moved('slow', 10, false);
  expect(meter.wantsPacked('slow')).toBe(true);
  expect(meter.wantsPacked('fast')).toBe(false);
  moved('slow', 40, true);
  expect(meter.wantsPacked('slow')).toBe(true);
  for (let n = 0; n < 20; n += 1) moved('slow', 9, true);
  expect(meter.wantsPacked('slow')).toBe(false);
  for (let n = 0; n < 40; n += 1) moved('slow', 10, false);
  // Now and then the other way is tried again.
  expect(meter.wantsPacked('slow')).toBe(true);
});

test('pieces side by side are counted as one line', () => {
  const meter = new LinkMeter();
  const eight = Array.from({ length: 8 }, () => meter.begin('wide'));
  for (const transfer of eight) transfer.done(20 * MiB, 1000, false);
  expect(meter.wantsPacked('wide')).toBe(false);
});

/** Passes bytes on, those from the server at a limited rate. */
async function narrow(to: number, bytesPerSecond: number) {
  let count = 0;
  const sockets = new Set<Socket>();
  const bucket = new TokenBucket({ bytesPerSecond, burstBytes: 64 * 2 ** 10 });
  const server = createServer((child) => {
    const parent = connect(to, '127.0.0.1');
    for (const socket of [child, parent]) sockets.add(socket.on('error', () => undefined));
    child.on('close', () => parent.destroy());
    child.pipe(parent);
    let turn = Promise.resolve();
    parent.on('data', (data: Buffer) => {
      count += data.length;
      parent.pause();
      turn = bucket.acquire(data.length, never).then(() => {
        child.write(data);
        parent.resume();
      });
    });
    parent.on('end', () => void turn.then(() => child.end()));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    passed: () => count,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(resolve);
      }),
  };
}
