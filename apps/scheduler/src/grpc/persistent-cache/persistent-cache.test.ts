import { scheduler, unaryCall } from '@damselfly/proto';
import { describe, expect, test } from 'vitest';
import { Conversation } from '../../testing/conversation.ts';
import { replicaHost } from '../../testing/replica-host.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../../testing/running-scheduler.ts';

const task = taskOf('b');
const quick = { PERSISTENT_RECONCILE_INTERVAL: '60ms', PERSISTENT_RETRY_DELAY: '10ms' };
const named = (host: string, peer = `${host}-upload`) => ({ hostId: host, taskId: task, peerId: peer });

const upload = (host: string, more: Partial<scheduler.UploadPersistentCacheTaskStartedRequest> = {}) =>
  scheduler.UploadPersistentCacheTaskStartedRequest.fromPartial({
    ...{ ...named(host), persistentReplicaCount: 1n, tag: 'v1', pieceLength: 4194304n },
    ...{ contentLength: 8388608n, pieceCount: 2, ttl: { seconds: 300n, nanos: 0 } },
    ...more,
  });

async function uploaded({ client }: RunningScheduler, host: string, replicas = 1n) {
  const request = upload(host, { persistentReplicaCount: replicas });
  await unaryCall(client.uploadPersistentCacheTaskStarted.bind(client), request);
  return await unaryCall(client.uploadPersistentCacheTaskFinished.bind(client), named(host));
}

function download({ client }: RunningScheduler, host: string, pieceLength = 4194304n) {
  const stream = new Conversation(client.announcePersistentCachePeer());
  const ids = named(host, `${host}-peer`);
  const say = (request: scheduler.AnnouncePersistentCachePeerRequest['request']) => stream.say({ ...ids, request });
  const register = scheduler.RegisterPersistentCachePeerRequest.fromPartial({ pieceLength, pieceCount: 2n });
  say({ $case: 'registerPersistentCachePeerRequest', value: register });
  return { stream, say };
}

describe('persistent cache tasks', () => {
  test('are uploaded, copied to as many hosts as wanted, looked at, and deleted everywhere', async () => {
    await using running = await runningScheduler(quick);
    await using a = await replicaHost(running, 'a', { task });
    await using b = await replicaHost(running, 'b', { task });
    const { client } = running;
    expect(await uploaded(running, 'a', 2n)).toMatchObject({
      ...{ id: task, tag: 'v1', pieceLength: 4194304n, state: 'Succeeded', persistentReplicaCount: 2n },
    });
    const stat = () => unaryCall(client.statPersistentCacheTask.bind(client), { hostId: 'a', taskId: task });
    await expect.poll(async () => (await stat()).currentPersistentReplicaCount).toBe(2n);
    expect(b.asked).toEqual(['fetch persistentCache']);
    const copy = await unaryCall(client.statPersistentCachePeer.bind(client), named('a'));
    expect(copy).toMatchObject({ state: 'Succeeded', persistent: true, host: { id: 'a' }, task: { tag: 'v1' } });
    await unaryCall(client.deletePersistentCacheTask.bind(client), { hostId: 'a', taskId: task });
    expect([...a.asked, ...b.asked].filter((what) => what === 'drop persistentCache')).toHaveLength(2);
    await expect(stat()).rejects.toMatchObject({ code: 'notFound' });
  });

  test('go from peer to peer, and never to a source', async () => {
    await using running = await runningScheduler();
    await using _a = await replicaHost(running, 'a', { task });
    await using _b = await replicaHost(running, 'b', { task });
    const { client } = running;
    await unaryCall(client.uploadPersistentCacheTaskStarted.bind(client), upload('a'));
    expect(await download(running, 'b').stream.status()).toMatchObject({ code: 9 });
    await unaryCall(client.uploadPersistentCacheTaskFinished.bind(client), named('a'));
    const { stream, say } = download(running, 'b');
    expect((await stream.next()).response).toMatchObject({
      $case: 'normalPersistentCacheTaskResponse',
      value: { candidateCacheParents: [{ id: 'a-upload', task: { id: task, pieceLength: 4194304n } }] },
    });
    say({ $case: 'downloadPersistentCachePeerStartedRequest', value: {} });
    say({ $case: 'downloadPersistentCachePeerFinishedRequest', value: {} });
    expect(await stream.status()).toMatchObject({ code: 0 });
  });

  test('that fail to upload are failed; one copy is deleted by its peer', async () => {
    await using running = await runningScheduler();
    await using a = await replicaHost(running, 'a', { task });
    const { client } = running;
    await unaryCall(client.uploadPersistentCacheTaskStarted.bind(client), upload('a'));
    await unaryCall(client.uploadPersistentCacheTaskFailed.bind(client), { ...named('a'), description: 'x' });
    const stat = await unaryCall(client.statPersistentCacheTask.bind(client), { hostId: 'a', taskId: task });
    expect(stat.state).toBe('Failed');
    await unaryCall(client.deletePersistentCachePeer.bind(client), named('a'));
    expect(a.asked).toEqual(['drop persistentCache']);
    const gone = unaryCall(client.deletePersistentCachePeer.bind(client), named('a'));
    await expect(gone).rejects.toMatchObject({ code: 'notFound' });
  });

  test('with pieces below 4 MiB are refused, on both ways', async () => {
    await using running = await runningScheduler();
    await using _a = await replicaHost(running, 'a', { task });
    const { client } = running;
    const small = unaryCall(client.uploadPersistentCacheTaskStarted.bind(client), upload('a', { pieceLength: 1024n }));
    await expect(small).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('piece_length') });
    expect(await download(running, 'a', 1024n).stream.status()).toMatchObject({
      code: 3,
      details: expect.stringContaining('piece_length'),
    });
  });
});
