import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, dfdaemon, serverStreamCall, unaryCall } from '@damselfly/proto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { type SchedulerProcess, startScheduler } from '../testing/scheduler-process.ts';

const MiB = 2 ** 20;
const content = sampleBytes(9 * MiB + 1);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let scheduler: SchedulerProcess;
let origin: TestOrigin;
let one: TestPeer;
let two: TestPeer;

beforeAll(async () => {
  scheduler = await startScheduler();
  origin = await startOrigin(content);
  const settings = { scheduler: { addrs: [scheduler.address] } };
  [one, two] = await Promise.all([startTestPeer('one', settings), startTestPeer('two', settings)]);
  for (const { health } of [one, two]) {
    const ready = async () => (await fetch(`http://${health}/readyz`)).json();
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ schedulers: 1 }), { timeout: 30_000 });
  }
});

afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await origin?.close();
  await scheduler?.[Symbol.asyncDispose]();
});

async function cached(peer: TestPeer, more: Partial<dfdaemon.DownloadCacheTaskRequest> = {}) {
  const outputPath = join(peer.dir, 'cached');
  const wish = dfdaemon.DownloadCacheTaskRequest.fromPartial({ url: origin.url, outputPath, overwrite: true });
  let task = '';
  const call = peer.client.downloadCacheTask.bind(peer.client);
  for await (const { taskId } of serverStreamCall(call, { ...wish, ...more })) task = taskId;
  return { task, sum: sha256(await readFile(outputPath)) };
}

test('a cache task comes from the source for who asks for that, then from peer to peer, and can be looked at and deleted', async () => {
  const first = await cached(one, { needBackToSource: true });
  expect(first.sum).toBe(sha256(content));
  const before = origin.sentBytes;
  const second = await cached(two, { disableBackToSource: true });
  expect(second).toEqual(first);
  // A byte to learn the length.
  expect(origin.sentBytes - before).toBeLessThanOrEqual(1);
  const { client } = two;
  const known = await unaryCall(client.statCacheTask.bind(client), { taskId: first.task });
  expect(known).toMatchObject({ id: first.task, url: origin.url, pieceCount: 3 });
  await unaryCall(client.deleteCacheTask.bind(client), { taskId: first.task });
  const again = unaryCall(client.deleteCacheTask.bind(client), { taskId: first.task });
  await expect(again).rejects.toMatchObject({ code: 'notFound' });
  expect((await cached(two, { disableBackToSource: true })).sum).toBe(first.sum);
});

test('a cache task nobody has is not fetched from the source behind the back of who did not ask', async () => {
  const url = `${origin.url}?nobody`;
  await expect(cached(two, { url, disableBackToSource: true })).rejects.toMatchObject({ code: 'unavailable' });
});

test('pieces of other tasks are not given away as those of cache tasks', async () => {
  const client = createClient(dfdaemon.DfdaemonUploadClient, { address: one.grpc });
  try {
    const request = { hostId: 'h', taskId: 'f'.repeat(64), pieceNumber: 0 };
    const piece = unaryCall(client.downloadCachePiece.bind(client), request);
    await expect(piece).rejects.toMatchObject({ code: 'notFound' });
  } finally {
    client.close();
  }
});
