import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scheduler, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { Conversation } from '../testing/conversation.ts';
import { replicaHost } from '../testing/replica-host.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../testing/running-scheduler.ts';
import { redisIsHere, redisServer } from './testing/redis-server.ts';

const task = taskOf('e');
const quick = { PERSISTENT_RECONCILE_INTERVAL: '60ms', PERSISTENT_RETRY_DELAY: '10ms' };

async function uploaded(
  { client }: RunningScheduler,
  replicas: bigint,
  more: { seconds?: bigint } = {},
): Promise<void> {
  const ids = { hostId: 'a', taskId: task, peerId: 'a-upload' };
  const content = { pieceLength: 4194304n, contentLength: 8388608n, pieceCount: 2 };
  const ttl = { seconds: more.seconds ?? 300n, nanos: 0 };
  const wish = { ...ids, ...content, persistentReplicaCount: replicas, ttl };
  const request = scheduler.UploadPersistentCacheTaskStartedRequest.fromPartial(wish);
  await unaryCall(client.uploadPersistentCacheTaskStarted.bind(client), request);
  await unaryCall(client.uploadPersistentCacheTaskFinished.bind(client), ids);
}

const replicas = async ({ client }: RunningScheduler): Promise<bigint> =>
  (await unaryCall(client.statPersistentCacheTask.bind(client), { hostId: 'a', taskId: task }))
    .currentPersistentReplicaCount;

async function parentsFor({ client }: RunningScheduler, host: string): Promise<string[]> {
  const stream = new Conversation(client.announcePersistentCachePeer());
  const value = scheduler.RegisterPersistentCachePeerRequest.fromPartial({ pieceLength: 4194304n, pieceCount: 2n });
  const request = { $case: 'registerPersistentCachePeerRequest' as const, value };
  stream.say({ hostId: host, taskId: task, peerId: `${host}-peer`, request });
  const { response } = await stream.next();
  stream.vanish();
  if (response?.$case !== 'normalPersistentCacheTaskResponse') return [];
  return response.value.candidateCacheParents.map(({ id }) => id);
}

test('a scheduler that was restarted knows its tasks, offers their copies, and makes no further ones', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-survival-'));
  const settings = { ...quick, PERSISTENT_DIR: dir };
  const first = await runningScheduler(settings);
  const hosts = [await replicaHost(first, 'a', { task }), await replicaHost(first, 'b', { task })];
  await uploaded(first, 2n);
  await expect.poll(() => replicas(first)).toBe(2n);
  for (const host of hosts) await host[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();

  const second = await runningScheduler(settings);
  // Nobody has announced itself yet, and still nothing counts as lost.
  expect(await replicas(second)).toBe(2n);
  const again = [];
  for (const name of ['a', 'b', 'c']) again.push(await replicaHost(second, name, { task }));
  expect((await parentsFor(second, 'c')).toSorted()).toEqual(['a-upload', expect.stringMatching(/^b-copy/)]);
  expect(again.flatMap(({ asked }) => asked)).toEqual([]);
  for (const host of again) await host[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await rm(dir, { recursive: true });
});

test.skipIf(!redisIsHere)(
  'schedulers that share a Redis offer the same copies, and make each of them once',
  async () => {
    await using redis = await redisServer();
    const settings = { ...quick, DATABASE_REDIS_ADDRS: `["${redis.address}"]` };
    await using one = await runningScheduler(settings);
    await using other = await runningScheduler(settings);
    const hosts = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      const host = await replicaHost(one, name, { task });
      // A host announces itself to every scheduler.
      const facts = (await unaryCall(one.client.listHosts.bind(one.client), { type: undefined })).hosts.at(-1);
      await unaryCall(other.client.announceHost.bind(other.client), { host: facts, interval: undefined });
      hosts.push(host);
    }
    await uploaded(one, 3n);
    await expect.poll(() => replicas(other)).toBe(3n);
    const fetched = hosts.flatMap(({ asked }) => asked.filter((what) => what.startsWith('fetch')));
    expect(fetched).toHaveLength(2);
    const newcomer = hosts.find(({ name, asked }) => name !== 'a' && asked.length === 0)?.name ?? '';
    expect(await parentsFor(other, newcomer)).toContain('a-upload');
    await unaryCall(other.client.deletePersistentCacheTask.bind(other.client), { hostId: 'a', taskId: task });
    await expect(replicas(one)).rejects.toMatchObject({ code: 'notFound' });
    // What is left names hosts, and no task.
    await expect.poll(() => redis.client.keys('*cache*')).toEqual([]);
    for (const host of hosts) await host[Symbol.asyncDispose]();
  },
);

test.skipIf(!redisIsHere)(
  'while Redis is gone, persistent tasks are unavailable and everything else works',
  async () => {
    const redis = await redisServer();
    await using running = await runningScheduler({ ...quick, DATABASE_REDIS_ADDRS: `["${redis.address}"]` });
    await redis[Symbol.asyncDispose]();
    await expect(replicas(running)).rejects.toMatchObject({ code: 'unavailable' });
    await using _host = await replicaHost(running, 'a', { task });
    const { hosts } = await unaryCall(running.client.listHosts.bind(running.client), { type: undefined });
    expect(hosts.map(({ id }) => id)).toEqual(['a']);
  },
);
