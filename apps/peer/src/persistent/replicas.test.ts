import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dfdaemon, serverStreamCall, unaryCall } from '@damselfly/proto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type MemorySource, memorySource } from '../testing/memory-source.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { type SchedulerProcess, startScheduler } from '../testing/scheduler-process.ts';

const MiB = 2 ** 20;
const hour = { seconds: 3600n, nanos: 0 };

let scheduler: SchedulerProcess;
let bucket: MemorySource;
const peers: TestPeer[] = [];

beforeAll(async () => {
  scheduler = await startScheduler();
  bucket = memorySource();
  for (const name of ['a', 'b', 'c']) peers.push(await startPeer(name));
});

afterAll(async () => {
  await Promise.all(peers.map((peer) => peer.stop()));
  await scheduler?.[Symbol.asyncDispose]();
});

async function startPeer(name: string): Promise<TestPeer> {
  const peer = await startTestPeer(name, { scheduler: { addrs: [scheduler.address] } }, undefined, [bucket]);
  await vi.waitFor(async () => expect(await readyz(peer)).toMatchObject({ schedulers: 1 }), { timeout: 30_000 });
  return peer;
}

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

const readyz = async ({ health }: TestPeer): Promise<unknown> => (await fetch(`http://${health}/readyz`)).json();

function peer(index: number): TestPeer {
  const found = peers[index];
  if (found === undefined) throw new Error(`no peer ${index}`);
  return found;
}

async function fileOf(owner: TestPeer, length: number): Promise<{ path: string; content: Buffer }> {
  const content = randomBytes(length);
  const path = join(owner.dir, `in-${content.toString('hex', 0, 6)}`);
  await writeFile(path, content);
  return { path, content };
}

const importFile = ({ client }: TestPeer, request: Partial<dfdaemon.UploadPersistentCacheTaskRequest>) =>
  unaryCall(
    client.uploadPersistentCacheTask.bind(client),
    dfdaemon.UploadPersistentCacheTaskRequest.fromPartial({ persistentReplicaCount: 2n, ttl: hour, ...request }),
  );

const statFile = ({ client }: TestPeer, taskId: string) =>
  unaryCall(client.statPersistentCacheTask.bind(client), { taskId });

const copyOn = async ({ client }: TestPeer, taskId: string) => {
  const { tasks } = await unaryCall(client.listLocalPersistentCacheTasks.bind(client), {});
  return tasks.find((task) => task.taskId === taskId);
};

async function exported({ client, dir }: TestPeer, taskId: string): Promise<Buffer> {
  const outputPath = join(dir, `out-${taskId.slice(0, 8)}`);
  const request = dfdaemon.DownloadPersistentCacheTaskRequest.fromPartial({ taskId, outputPath });
  for await (const _ of serverStreamCall(client.downloadPersistentCacheTask.bind(client), request));
  return readFile(outputPath);
}

test('an imported file has its wanted copies, a third peer gets it from them, and a host that leaves is replaced', async () => {
  const { path, content } = await fileOf(peer(0), 9 * MiB + 7);
  const made = await importFile(peer(0), { path, tag: 't' });
  expect(made.id).toBe(createHash('sha256').update(content).update('tPERSISTENT_CACHE').digest('hex'));
  await expect.poll(async () => (await statFile(peer(0), made.id)).currentPersistentReplicaCount).toBe(2n);
  const holders = await Promise.all(peers.map((each) => copyOn(each, made.id)));
  const pinned = holders.filter((copy) => copy?.persistent === true && copy.finishedAt !== undefined);
  expect(pinned).toHaveLength(2);
  const other = holders.findIndex((copy, index) => index > 0 && copy !== undefined);
  const third = other === 1 ? 2 : 1;
  await peer(other).stop();
  await expect.poll(async () => (await copyOn(peer(third), made.id))?.persistent).toBe(true);
  expect(sha256(await exported(peer(third), made.id))).toBe(sha256(content));
  peers[other] = await startPeer(`again-${other}`);
  expect(sha256(await exported(peer(other), made.id))).toBe(sha256(content));
});

test('a file that is there already is refused, and stays', async () => {
  const { path } = await fileOf(peer(0), 100);
  const name = 'the one and only';
  const made = await importFile(peer(0), { path, contentForCalculatingTaskId: name, persistentReplicaCount: 1n });
  const second = importFile(peer(0), { path, contentForCalculatingTaskId: name, persistentReplicaCount: 1n });
  await expect(second).rejects.toMatchObject({ code: 'conflict' });
  expect((await copyOn(peer(0), made.id))?.finishedAt).toBeDefined();
});

test.each([
  ['a ttl of a minute', { ttl: { seconds: 60n, nanos: 0 } }, 'invalid'],
  ['no copy', { persistentReplicaCount: 0n }, 'invalid'],
  ['pieces of a byte', { pieceLength: 1n }, 'invalid'],
  ['a folder', { path: '/tmp' }, 'invalid'],
  ['no file', { path: '/nowhere/at/all' }, 'invalid'],
])('an import with %s is refused', async (_what, wrong, code) => {
  const { path } = await fileOf(peer(0), 10);
  await expect(importFile(peer(0), { path, ...wrong })).rejects.toMatchObject({ code });
});

test('a persistent cache task nobody knows is not found', async () => {
  await expect(exported(peer(0), 'f'.repeat(64))).rejects.toMatchObject({ code: 'notFound' });
});

test('an uploaded object is written to its store, copied to hosts, and read from them rather than from the store', async () => {
  const { path, content } = await fileOf(peer(0), 5 * MiB);
  const url = 'mem://bucket/model.bin';
  const { client } = peer(0);
  const upload = (more = {}) =>
    unaryCall(
      client.uploadPersistentTask.bind(client),
      dfdaemon.UploadPersistentTaskRequest.fromPartial({ url, path, persistentReplicaCount: 2n, ttl: hour, ...more }),
    );
  bucket.breakNextPut = true;
  await expect(upload()).rejects.toMatchObject({ code: 'unavailable' });
  expect(bucket.objects.size).toBe(0);
  const made = await upload();
  expect(sha256(bucket.objects.get(url) ?? '')).toBe(sha256(content));
  await expect(upload()).rejects.toMatchObject({ code: 'conflict' });
  const stat = () => unaryCall(client.statPersistentTask.bind(client), { taskId: made.id });
  await expect.poll(async () => (await stat()).currentPersistentReplicaCount).toBe(2n);
  for (const { client: at, dir } of peers) {
    const outputPath = join(dir, 'model.bin');
    const request = dfdaemon.DownloadPersistentTaskRequest.fromPartial({ url, outputPath, needPieceContent: false });
    for await (const _ of serverStreamCall(at.downloadPersistentTask.bind(at), request));
    expect(sha256(await readFile(outputPath))).toBe(sha256(content));
  }
  expect(bucket.reads).toEqual([]);
});

test('an object that was never uploaded here comes from its store', async () => {
  const url = 'mem://bucket/older.bin';
  const content = randomBytes(4 * MiB + 1);
  bucket.objects.set(url, content);
  const { client, dir } = peer(1);
  const outputPath = join(dir, 'older.bin');
  const request = dfdaemon.DownloadPersistentTaskRequest.fromPartial({ url, outputPath });
  for await (const _ of serverStreamCall(client.downloadPersistentTask.bind(client), request));
  expect(sha256(await readFile(outputPath))).toBe(sha256(content));
});
