import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { createMetrics, type Registry, silentLog } from '@damselfly/core/node';
import { common, createClient, dfdaemon, serverStreamCall, unaryCall } from '@damselfly/proto';
import { connect as connectSdk } from '@damselfly/sdk';
import { expect, test } from 'vitest';
import type { PieceFeed } from '../download/piece-feed.ts';
import { openDiskStore } from '../storage/open-disk-store.ts';
import { storageMetrics } from '../storage/storage-metrics.ts';
import { makeTask, readBack, writeAll } from '../storage/store.contract.ts';
import { plenty } from '../storage/testing/plenty.ts';
import { fetchFile } from '../testing/fetch.ts';
import { type MemoryParent, memorySwarm, silence } from '../testing/memory-swarm.ts';
import { sampleBytes, startOrigin, type TestOrigin, type Whim } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import { encodeRequest } from '../transport/vortex.ts';

/** Brings about one fault; resolves to the page of metrics afterwards. */
type Scenario = () => Promise<string>;
type Settings = Parameters<typeof startTestPeer>[1];

const content = sampleBytes(1000);
const refuse: Whim = (_, response) => response.writeHead(404).end().writableEnded;

/** A download from parents of which the first has its ways. */
const fromParent =
  (rogue: MemoryParent): Scenario =>
  async () => {
    await using swarm = await memorySwarm({ parents: { rogue }, pieces: 4 });
    await swarm.fetch();
    return swarm.registry.metrics();
  };
const flipped = (_: number, truth: Buffer) => Buffer.from(truth).fill(7, 0, 10);
const throwing = (code: 'timeout' | 'unavailable') => ({
  before: () => {
    throw new Failure(code, 'so it is said');
  },
});

/** What a running peer counts when it is treated so. */
const atPeer =
  (
    treat: (peer: TestPeer, origin: TestOrigin) => Promise<unknown>,
    settings: Settings = {},
    dynconfig?: string,
  ): Scenario =>
  async () => {
    const origin = await startOrigin(content);
    const dir = await mkdtemp(join(tmpdir(), 'damselfly-fault-'));
    const file = dynconfig === undefined ? undefined : join(dir, 'dynconfig.yaml');
    if (file !== undefined) await writeFile(file, dynconfig ?? '');
    const peer = await startTestPeer('faulty', settings, undefined, [], file);
    try {
      await treat(peer, origin);
      return await page(peer);
    } finally {
      await peer.stop();
      await origin.close();
      await rm(dir, { recursive: true, force: true });
    }
  };

const page = async (peer: TestPeer) => (await fetch(`http://${peer.metrics}/metrics`)).text();

/** Waits until the peer's page shows it: some faults are noticed in the background. */
const until = (pattern: RegExp) => (peer: TestPeer) =>
  expect.poll(() => page(peer), { timeout: 20_000 }).toMatch(pattern);

const failing = async (asked: Promise<unknown>) => expect(asked).rejects.toBeInstanceOf(Failure);

const toPieces = (bytes: Uint8Array, thenWait: boolean) => async (peer: TestPeer) => {
  const [host, port] = peer.piece.split(':');
  const socket = connect(Number(port), host);
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write(bytes);
  if (thenWait) await once(socket, 'close');
  socket.destroy();
};

async function asSeed(peer: TestPeer, download: Partial<common.Download>): Promise<void> {
  const client = createClient(dfdaemon.DfdaemonUploadClient, { address: peer.grpc });
  const request = { download: common.Download.fromPartial(download) };
  try {
    for await (const _ of serverStreamCall(client.downloadTask.bind(client), request));
  } finally {
    client.close();
  }
}

/** A stored piece on a disk that gives errors. */
async function brokenDisk(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-fault-'));
  const registry: Registry = createMetrics();
  const made = makeTask();
  const metrics = storageMetrics(registry);
  const open = () => openDiskStore({ dir, log: silentLog(), diskSpace: plenty, metrics });
  const { task } = made.spec;
  let store = await open();
  try {
    const lease = await store.open(made.spec);
    await writeAll(store, made);
    await store.finish(task);
    lease.release();
    await store.close();
    store = await open();
    const file = join(dir, 'content', 'tasks', task.slice(0, 3), task);
    await rm(file);
    await symlink('/proc/self/mem', file);
    await failing(readBack(store, task, 1));
    return await registry.metrics();
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Somebody reads a part, and the rest that is fetched ahead is not to be had. */
async function failedAhead(): Promise<string> {
  await using swarm = await memorySwarm({ parents: {} });
  swarm.parts.source.stat = async () => {
    throw new Failure('origin', 'gone', { origin: { statusCode: 404, header: {} } });
  };
  swarm.downloads.prefetch(swarm.request);
  await expect.poll(() => swarm.registry.metrics()).toMatch(/prefetch_task_failure_total\{[^}]*\} 1/);
  return swarm.registry.metrics();
}

async function lostFeed(): Promise<string> {
  const feed: PieceFeed = {
    async *follow({ peer, host, ip }, _task, interesting, signal) {
      if (peer === 'rogue') throw new Failure('unavailable', 'it left');
      for (const number of interesting) yield { number, address: { peer, host, ip, tcpPort: 1 } };
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  };
  await using swarm = await memorySwarm({ parents: { rogue: {}, honest: {} }, parts: { feed } });
  await swarm.fetch();
  return swarm.registry.metrics();
}

async function noScheduler(): Promise<string> {
  const register = async () => {
    throw new Failure('unavailable', 'no scheduler answers');
  };
  await using swarm = await memorySwarm({
    parents: {},
    parts: { scheduling: { register, knownLength: async () => undefined } },
  });
  await swarm.fetch();
  return swarm.registry.metrics();
}

async function falsePiece(): Promise<string> {
  await using swarm = await memorySwarm({
    parents: { liar: { holds: [2], bytes: flipped }, honest: { holds: [0, 1, 3, 4, 5] } },
  });
  await swarm.fetch({ digest: `sha256:${createHash('sha256').update(swarm.content).digest('hex')}` });
  return swarm.registry.metrics();
}

async function lateAtTheEnd(): Promise<string> {
  let first = true;
  const before = (_: number, signal: AbortSignal) => {
    if (!first) return undefined;
    first = false;
    return silence(_, signal);
  };
  await using swarm = await memorySwarm({ parents: { one: { before }, two: { before } }, pieces: 4 });
  await swarm.fetch();
  return swarm.registry.metrics();
}

const breakingOff: Whim = ({ headers }, response) => {
  if (headers.range === 'bytes=0-0') return false;
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, 10), () => response.destroy());
  return true;
};

const blocked =
  'clientConfig: {blockList: {task: {download: {tags: [bad]}}, persistentCacheTask: {upload: {tags: [bad]}}}}\n';
const soon = { dynconfig: { refreshInterval: '100ms' } };
const noParentDigest = { digest: 'crc32:1' };

const faults: readonly (readonly [what: string, metric: RegExp, bringAbout: Scenario])[] = [
  [
    'a parent stalls',
    /^dragonfly_client_piece_refused_total\{code="timeout"\} [1-9]/m,
    fromParent(throwing('timeout')),
  ],
  [
    'a parent closes early',
    /^dragonfly_client_piece_refused_total\{code="unavailable"\} [1-9]/m,
    fromParent(throwing('unavailable')),
  ],
  [
    'a piece does not fit its sum',
    /^dragonfly_client_piece_refused_total\{code="corrupt"\} [1-9]/m,
    fromParent(noParentDigest),
  ],
  [
    'a piece does not fit its sum, counted',
    /^dragonfly_client_piece_corrupted_total [1-9]/m,
    fromParent(noParentDigest),
  ],
  ['a host gives several damaged pieces', /^damselfly_peer_quarantined_hosts 1/m, fromParent(noParentDigest)],
  ['a piece fits its sum and not the content', /^damselfly_peer_false_pieces_total 1/m, falsePiece],
  ['a piece is late', /^dragonfly_client_piece_hedged_total [1-9]/m, lateAtTheEnd],
  ['a parent breaks off telling', /^damselfly_peer_parent_lost_total [1-9]/m, lostFeed],
  ['a download finds no scheduler', /^damselfly_peer_unscheduled_total [1-9]/m, noScheduler],
  [
    'a scheduler does not answer',
    /^damselfly_peer_scheduler_lost_total [1-9]/m,
    atPeer(until(/scheduler_lost_total [1-9]/), { scheduler: { addrs: ['127.0.0.1:1'] } }),
  ],
  [
    'the manager does not answer',
    /^damselfly_peer_directory_failure_total [1-9]/m,
    atPeer(until(/directory_failure_total [1-9]/), { manager: { addr: '127.0.0.1:1' }, ...soon }),
  ],
  [
    "the file in the manager's place makes no sense",
    /^damselfly_peer_directory_failure_total [1-9]/m,
    atPeer(until(/directory_failure_total [1-9]/), soon, 'schedulers: 7\n'),
  ],
  [
    'a child asks for what is not here',
    /^damselfly_peer_upload_pieces_total\{result="notFound"\} 1/m,
    atPeer(toPieces(encodeRequest({ task: makeTask().spec.task, number: 0 }, 1), true)),
  ],
  [
    'a child sends what is no request',
    /^damselfly_peer_dropped_children_total\{code="corrupt"\} 1/m,
    atPeer(toPieces(Buffer.from('0000ffffffff', 'hex'), true)),
  ],
  [
    'the origin refuses',
    /^dragonfly_client_backend_request_failure_total\{scheme="http",method="STAT"\} 1/m,
    atPeer(async (peer, origin) => {
      origin.whim = refuse;
      await failing(fetchFile(peer, origin.url));
    }),
  ],
  [
    'the origin breaks off',
    /^dragonfly_client_backend_request_failure_total\{scheme="http",method="GET"\} [1-9]/m,
    atPeer(async (peer, origin) => {
      origin.whim = breakingOff;
      await failing(fetchFile(peer, origin.url));
    }),
  ],
  ['the disk gives errors', /^dragonfly_client_storage_fault_total\{code="\w+"\} [1-9]/m, brokenDisk],
  [
    'there is no room for what the proxy sends',
    /^damselfly_peer_past_disk_total 1/m,
    atPeer(
      async (peer, origin) => {
        const headers = { 'x-dragonfly-registry': new URL(origin.url).origin, 'x-dragonfly-use-p2p': 'true' };
        await (await fetch(`http://${peer.proxy}/file`, { headers })).arrayBuffer();
      },
      { storage: { capacity: 100 } },
    ),
  ],
  ['a stored piece is damaged', /^dragonfly_client_storage_damaged_piece_total 1/m, brokenDisk],
  [
    'a download fails',
    /^dragonfly_client_download_task_failure_total\{[^}]*\} 1/m,
    atPeer(async (peer, origin) => {
      origin.whim = refuse;
      await failing(fetchFile(peer, origin.url));
    }),
  ],
  [
    'a download is forbidden',
    /^dragonfly_client_download_task_blocked_total\{[^}]*tag="bad"[^}]*\} [1-9]/m,
    atPeer(
      (peer, origin) =>
        expect
          .poll(() =>
            fetchFile(peer, origin.url, { tag: 'bad', outputPath: undefined }).catch((why: Failure) => why.code),
          )
          .toBe('forbidden'),
      soon,
      blocked,
    ),
  ],
  [
    'an import is forbidden',
    /^dragonfly_client_upload_task_blocked_total\{[^}]*tag="bad"[^}]*\} [1-9]/m,
    atPeer(
      async (peer) => {
        using daemon = await connectSdk({ socketPath: peer.socket });
        const path = join(peer.dir, 'in');
        await writeFile(path, 'x');
        await expect
          .poll(() => daemon.files.import({ path, tag: 'bad' }).catch((why: unknown) => Failure.from(why).code))
          .toBe('forbidden');
      },
      soon,
      blocked,
    ),
  ],
  ['what is fetched ahead fails', /^dragonfly_client_prefetch_task_failure_total\{[^}]*\} 1/m, failedAhead],
  [
    "a seed's download for others fails",
    /^dragonfly_client_upload_task_failure_total\{[^}]*\} 1/m,
    atPeer(async (peer, origin) => {
      origin.whim = refuse;
      await failing(asSeed(peer, { url: origin.url }));
    }),
  ],
  [
    'a request to the proxy fails',
    /^dragonfly_client_proxy_request_failure_total 1/m,
    atPeer((peer) => fetch(`http://${peer.proxy}/nowhere`)),
  ],
  [
    'a caller of the proxy stops taking bytes',
    /^damselfly_peer_proxy_dropped_total 1/m,
    async () => {
      const large = await startOrigin(sampleBytes(32 * 2 ** 20));
      const registryMirror = { addr: new URL(large.url).origin };
      const proxy = { server: { ip: '127.0.0.1', port: 0, sendTimeout: '100ms' }, registryMirror };
      const stuck = async (peer: TestPeer) => {
        const socket = connect(Number(peer.proxy.split(':').at(-1)), '127.0.0.1');
        socket.write('GET /file HTTP/1.1\r\nHost: x\r\n\r\n');
        await until(/proxy_dropped_total 1/)(peer);
        socket.destroy();
      };
      try {
        return await atPeer(stuck, { proxy })();
      } finally {
        await large.close();
      }
    },
  ],
  [
    'a call fails',
    /^dragonfly_client_stat_local_task_failure_total\{type="0"\} 1/m,
    atPeer((peer) => failing(unaryCall(peer.client.statLocalTask.bind(peer.client), { taskId: '0'.repeat(64) }))),
  ],
  [
    'a call wants what a fence forbids',
    /^damselfly_peer_calls_total\{method="DownloadTask",status="PERMISSION_DENIED"\} 1/m,
    atPeer((peer, origin) => failing(asSeed(peer, { url: origin.url, outputPath: '/tmp/x' }))),
  ],
  [
    'there are too many calls',
    /^damselfly_peer_calls_total\{method="StatLocalTask",status="RESOURCE_EXHAUSTED"\} [1-9]/m,
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'damselfly-fault-'));
      const download = { server: { socketPath: join(dir, 's'), requestRateLimit: 1 } };
      const many = async ({ client }: TestPeer) => {
        const ask = () => unaryCall(client.statLocalTask.bind(client), { taskId: 'x' }).catch(() => undefined);
        await Promise.all([ask(), ask(), ask()]);
      };
      try {
        return await atPeer(many, { download })();
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  ],
];

test.each(faults)('it is counted when %s', async (_what, metric, bringAbout) => {
  expect(await bringAbout()).toMatch(metric);
});

test('every counter of the table in docs/operations.md is on the page of a peer and brought about here', async () => {
  const text = await readFile(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
  const table = text.split('\n').filter((line) => line.startsWith('|') && /_total|_hosts/.test(line));
  const named = new Set(table.flatMap((line) => line.match(/(?:dragonfly_client|damselfly_peer)_\w+/g) ?? []));
  const tried = faults.map(([, { source }]) => source);
  const page = await atPeer(async () => undefined)();
  expect(named.size).toBeGreaterThan(15);
  for (const name of named) {
    if (name.endsWith('_')) continue;
    expect(page, 'docs').toContain(`# HELP ${name} `);
    expect(
      tried.some((source) => source.includes(name)),
      `${name} is brought about`,
    ).toBe(true);
  }
});
