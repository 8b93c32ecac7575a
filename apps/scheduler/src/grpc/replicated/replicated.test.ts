import { Failure } from '@damselfly/core';
import { createClient, replicated, scheduler, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { replicaHost } from '../../testing/replica-host.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../../testing/running-scheduler.ts';

const { ReplicatedKind } = replicated;
const quick = { PERSISTENT_RECONCILE_INTERVAL: '60ms', PERSISTENT_RETRY_DELAY: '10ms' };
const ref = (letter: string) => ({ kind: ReplicatedKind.REPLICATED_KIND_PERSISTENT, taskId: taskOf(letter) });

async function upload({ client }: RunningScheduler, host: string, letter: string) {
  const ids = { hostId: host, taskId: taskOf(letter), peerId: `${host}-${letter}` };
  const request = scheduler.UploadPersistentTaskStartedRequest.fromPartial({
    ...ids,
    ...{ url: `s3://bucket/${letter}.bin`, persistentReplicaCount: 1n, contentLength: 4096n, pieceCount: 1 },
    ttl: { seconds: 3600n, nanos: 0 },
  });
  await unaryCall(client.uploadPersistentTaskStarted.bind(client), request);
  await unaryCall(client.uploadPersistentTaskFinished.bind(client), ids);
}

const opened = ({ address }: RunningScheduler) => {
  const client = createClient(replicated.ReplicatedTaskServiceClient, { address });
  const list = (change: Partial<replicated.ListReplicatedTasksRequest> = {}) =>
    unaryCall(
      client.listReplicatedTasks.bind(client),
      replicated.ListReplicatedTasksRequest.fromPartial({ ...change }),
    );
  return {
    list,
    get: (letter: string) => unaryCall(client.getReplicatedTask.bind(client), ref(letter)),
    want: (letter: string, wantedReplicas: number) =>
      unaryCall(client.updateReplicatedTask.bind(client), { ...ref(letter), wantedReplicas }),
    remove: (letter: string) => unaryCall(client.deleteReplicatedTask.bind(client), ref(letter)),
    [Symbol.dispose]: () => client.close(),
  };
};

test('tasks are listed by id in pages, and found by part of their URL', async () => {
  await using running = await runningScheduler();
  using rpc = opened(running);
  await using _ = await replicaHost(running, 'a', { task: taskOf('a') });
  for (const letter of ['c', 'a', 'b']) await upload(running, 'a', letter);
  const first = await rpc.list({ limit: 2 });
  expect(first).toMatchObject({ tasks: [{ taskId: taskOf('a') }, { taskId: taskOf('b') }], total: 3n });
  const next = await rpc.list({ limit: 2, cursor: first.nextCursor });
  expect(next).toMatchObject({ tasks: [{ taskId: taskOf('c') }], nextCursor: '' });
  expect((await rpc.list({ search: 'BUCKET/B.' })).tasks.map(({ url }) => url)).toEqual(['s3://bucket/b.bin']);
  expect((await rpc.list({ kind: ReplicatedKind.REPLICATED_KIND_PERSISTENT_CACHE })).tasks).toEqual([]);
});

test('more copies are made when more are wanted, and each is told with its host', async () => {
  await using running = await runningScheduler(quick);
  using rpc = opened(running);
  await using _ = await replicaHost(running, 'a', { task: taskOf('a') });
  await using b = await replicaHost(running, 'b', { task: taskOf('a') });
  await upload(running, 'a', 'a');
  expect(await rpc.get('a')).toMatchObject({
    task: { wantedReplicas: 1, pinnedReplicas: 1 },
    copies: [{ living: true }],
  });
  expect(await rpc.want('a', 2)).toMatchObject({ task: { wantedReplicas: 2 } });
  await expect.poll(async () => (await rpc.get('a')).task?.pinnedReplicas, { timeout: 10_000 }).toBe(2);
  expect(b.asked).toContain('fetch persistent');
  const hosts = (await rpc.get('a')).copies.map(({ host }) => host?.hostname);
  expect(hosts.sort()).toEqual(['a', 'b']);
  await expect(rpc.want('a', 0)).rejects.toMatchObject({ code: 'invalid' });
});

test('deleting gives a receipt for each copy, also of a host that refuses', async () => {
  await using running = await runningScheduler();
  using rpc = opened(running);
  await using a = await replicaHost(running, 'a', { task: taskOf('a') });
  await upload(running, 'a', 'a');
  await upload(running, 'a', 'b');
  expect((await rpc.remove('a')).receipts).toMatchObject([
    { target: { url: 's3://bucket/a.bin' }, host: { id: 'a' }, deleted: true, failure: undefined },
  ]);
  expect(a.asked).toContain('drop persistent');
  a.refuses = new Failure('storage', 'the disk is read only');
  expect((await rpc.remove('b')).receipts).toMatchObject([
    { deleted: false, failure: { description: 'the disk is read only' } },
  ]);
  await expect(rpc.remove('a')).rejects.toMatchObject({ code: 'notFound' });
});
