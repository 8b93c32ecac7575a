import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { common, createClient, dfdaemon, serverStreamCall } from '@damselfly/proto';
import { connect, type Daemon } from '@damselfly/sdk';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type MemorySource, memorySource } from '../testing/memory-source.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { runTool } from '../testing/run-tool.ts';
import { type SchedulerProcess, startScheduler } from '../testing/scheduler-process.ts';

let scheduler: SchedulerProcess;
let origin: TestOrigin;
let bucket: MemorySource;
let peer: TestPeer;
let daemon: Daemon;
let remote: dfdaemon.DfdaemonUploadClient;
let folder: string;
let kept: string;
let nth = 0;

const both = { download: { urls: ['bad'], tags: ['bad'] }, upload: { urls: ['bad'], tags: ['bad'] } };
const blocking = { task: both, persistentTask: both, persistentCacheTask: both };

/** What the file in the manager's place says from the next look on. */
const say = (blockList: unknown) =>
  writeFile(
    join(folder, 'dynconfig.yaml'),
    JSON.stringify({ scheduler: { addrs: [scheduler.address] }, clientConfig: { blockList } }),
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damselfly-blocked-'));
  scheduler = await startScheduler();
  origin = await startOrigin(sampleBytes(1000));
  bucket = memorySource();
  bucket.objects.set('mem://bucket/bad', sampleBytes(1000));
  await say({});
  const settings = { dynconfig: { refreshInterval: '100ms' } };
  peer = await startTestPeer('blocked', settings, undefined, [bucket], join(folder, 'dynconfig.yaml'));
  daemon = await connect({ socketPath: peer.socket });
  remote = createClient(dfdaemon.DfdaemonUploadClient, { address: peer.grpc });
  const ready = async () => (await fetch(`http://${peer.health}/readyz`)).json();
  await vi.waitFor(async () => expect(await ready()).toMatchObject({ schedulers: 1 }), { timeout: 30_000 });
  const path = join(folder, 'kept');
  await writeFile(path, 'kept before it was blocked');
  kept = (await daemon.files.import({ path, copies: 1, tag: 'bad' })).id;
});

afterAll(async () => {
  daemon?.close();
  remote?.close();
  await peer?.stop();
  await scheduler?.[Symbol.asyncDispose]();
  await origin?.close();
  await rm(folder, { recursive: true, force: true });
});

const all = async (steps: AsyncIterable<unknown>) => {
  for await (const _ of steps);
};
const url = () => {
  nth += 1;
  return `${origin.url}?bad=${nth}`;
};
const download = () => common.Download.fromPartial({ url: url() });
const object = { url: 'mem://bucket/bad' };
const input = async () => {
  nth += 1;
  const path = join(folder, `in-${nth}`);
  await writeFile(path, `content ${nth}`);
  return path;
};

/** Throws the proxy's refusal. */
async function viaProxy(header: Record<string, string> = {}): Promise<void> {
  const { origin: registry, pathname, search } = new URL(url());
  const headers = { 'x-dragonfly-registry': registry, 'x-dragonfly-use-p2p': 'true', ...header };
  const { status } = await fetch(`http://${peer.proxy}${pathname}${search}`, { headers });
  if (status === 403) throw new Failure('forbidden', 'refused by the proxy');
}

/** Throws what dfget reports. */
async function viaDfget(): Promise<void> {
  const { exitCode, stdout } = await runTool('dfget', [
    url(),
    '-O',
    join(folder, `out-${nth}`),
    '-e',
    peer.socket,
    '--json',
  ]);
  if (exitCode !== 0)
    throw new Failure(JSON.parse(stdout.toString().trim().split('\n').at(-1) ?? '{}').code, 'dfget failed');
}

const paths: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a download over the socket', () => all(daemon.content({ url: url() }))],
  ['dfget', viaDfget],
  ['the proxy', viaProxy],
  ['the proxy, a part with the rest ahead', () => viaProxy({ range: 'bytes=0-9', 'x-dragonfly-prefetch': 'true' })],
  ['a cache task', () => all(serverStreamCall(peer.client.downloadCacheTask.bind(peer.client), cacheTask()))],
  ['an object', () => all(daemon.objects.content(object))],
  [
    'an object that is imported',
    async () => daemon.objects.import({ path: await input(), url: `mem://bucket/bad-${nth}` }),
  ],
  ['a kept file, whose tag the caller leaves out', () => all(daemon.files.content(kept))],
  ['a file that is imported', async () => daemon.files.import({ path: await input(), tag: 'bad', copies: 1 })],
  [
    'a scheduler that starts a seed',
    () => all(serverStreamCall(remote.downloadTask.bind(remote), { download: download() })),
  ],
  [
    'a scheduler that copies an object',
    () => all(serverStreamCall(remote.downloadPersistentTask.bind(remote), objectCopy())),
  ],
  [
    'a scheduler that copies a file',
    () => all(serverStreamCall(remote.downloadPersistentCacheTask.bind(remote), fileCopy())),
  ],
  [
    'another host that wants a cache task',
    () => all(serverStreamCall(remote.downloadCacheTask.bind(remote), cacheTask())),
  ],
];

const cacheTask = () => dfdaemon.DownloadCacheTaskRequest.fromPartial({ url: url(), needBackToSource: true });
const objectCopy = () => dfdaemon.DownloadPersistentTaskRequest.fromPartial(object);
const fileCopy = () => dfdaemon.DownloadPersistentCacheTaskRequest.fromPartial({ taskId: kept });

/** `done`, or the code of the failure. */
const outcome = (path: () => Promise<unknown>) =>
  path().then(
    () => 'done',
    (thrown: unknown) => Failure.from(thrown).code,
  );

test('what is blocked is refused on every path within moments, and comes again when it is no more', async () => {
  for (const [name, path] of paths) expect(await outcome(path), name).toBe('done');
  await say(blocking);
  await expect.poll(() => outcome(() => all(daemon.content({ url: url() })))).toBe('forbidden');
  for (const [name, path] of paths) expect(await outcome(path), name).toBe('forbidden');
  await say({});
  await expect.poll(() => outcome(() => all(daemon.content({ url: url() })))).toBe('done');
  for (const [name, path] of paths) expect(await outcome(path), name).toBe('done');
});
