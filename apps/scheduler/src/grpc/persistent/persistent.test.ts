import { connect, constants } from 'node:http2';
import { Failure } from '@damselfly/core';
import { common, scheduler, unaryCall } from '@damselfly/proto';
import { describe, expect, test } from 'vitest';
import { Conversation } from '../../testing/conversation.ts';
import { type ReplicaHost, replicaHost } from '../../testing/replica-host.ts';
import { type RunningScheduler, runningScheduler, taskOf } from '../../testing/running-scheduler.ts';

const task = taskOf('a');
const url = 's3://bucket/model.bin';
const hours = (n: number) => ({ seconds: BigInt(n * 3600), nanos: 0 });
const quick = { PERSISTENT_RECONCILE_INTERVAL: '60ms', PERSISTENT_RETRY_DELAY: '10ms', PERSISTENT_HOST_GRACE: '0ms' };

const started = (host: string, more: Partial<scheduler.UploadPersistentTaskStartedRequest> = {}) =>
  scheduler.UploadPersistentTaskStartedRequest.fromPartial({
    ...{ hostId: host, taskId: task, peerId: `${host}-upload`, url, persistentReplicaCount: 1n },
    ...{ contentLength: 8388608n, pieceCount: 2, ttl: hours(1) },
    ...more,
  });

const calls = ({ client }: RunningScheduler) => ({
  start: (request: scheduler.UploadPersistentTaskStartedRequest) =>
    unaryCall(client.uploadPersistentTaskStarted.bind(client), request),
  finish: (host: string) =>
    unaryCall(client.uploadPersistentTaskFinished.bind(client), {
      hostId: host,
      taskId: task,
      peerId: `${host}-upload`,
    }),
  fail: (host: string) =>
    unaryCall(client.uploadPersistentTaskFailed.bind(client), {
      ...{ hostId: host, taskId: task, peerId: `${host}-upload`, description: 'disk full' },
    }),
  stat: () => unaryCall(client.statPersistentTask.bind(client), { hostId: 'a', taskId: task }),
  statPeer: (peer: string) =>
    unaryCall(client.statPersistentPeer.bind(client), { hostId: 'a', taskId: task, peerId: peer }),
  deletePeer: (peer: string) =>
    unaryCall(client.deletePersistentPeer.bind(client), { hostId: 'a', taskId: task, peerId: peer }),
  delete: () => unaryCall(client.deletePersistentTask.bind(client), { hostId: 'a', taskId: task }),
  leave: (host: string) => unaryCall(client.deleteHost.bind(client), { hostId: host }),
});

async function uploaded(running: RunningScheduler, host: string, more = {}): Promise<common.PersistentTask> {
  const rpc = calls(running);
  await rpc.start(started(host, more));
  return await rpc.finish(host);
}

function download(
  running: RunningScheduler,
  host: string,
  more: Partial<scheduler.RegisterPersistentPeerRequest> = {},
) {
  const stream = new Conversation(running.client.announcePersistentPeer());
  const ids = { hostId: host, taskId: task, peerId: `${host}-peer` };
  const say = (request: scheduler.AnnouncePersistentPeerRequest['request']) => stream.say({ ...ids, request });
  const register = scheduler.RegisterPersistentPeerRequest.fromPartial({ url, ...more });
  say({ $case: 'registerPersistentPeerRequest', value: register });
  return { stream, say };
}

const hosts = async (running: RunningScheduler, ...names: string[]): Promise<ReplicaHost[]> =>
  Promise.all(names.map((name) => replicaHost(running, name, { task })));

describe('uploads', () => {
  test('go from Uploading to Succeeded, and tell how many copies there are', async () => {
    await using running = await runningScheduler();
    const [a] = await hosts(running, 'a');
    const rpc = calls(running);
    await rpc.start(started('a'));
    expect(await rpc.stat()).toMatchObject({
      state: 'Uploading',
      currentReplicaCount: 0n,
      pieceCount: 2,
      ttl: hours(1),
    });
    expect(await rpc.statPeer('a-upload')).toMatchObject({ state: 'Uploading', persistent: true, host: { id: 'a' } });
    expect(await rpc.finish('a')).toMatchObject({
      ...{ id: task, state: 'Succeeded', persistentReplicaCount: 1n },
      ...{ currentPersistentReplicaCount: 1n, currentReplicaCount: 1n, contentLength: 8388608n },
    });
    await expect(rpc.finish('a')).rejects.toMatchObject({ code: 'precondition' });
    await expect(rpc.start(started('a'))).rejects.toMatchObject({ code: 'conflict' });
    await a?.[Symbol.asyncDispose]();
  });

  test('that fail leave a failed task, which can be uploaded again by another peer', async () => {
    await using running = await runningScheduler();
    const peers = await hosts(running, 'a', 'b');
    const rpc = calls(running);
    await rpc.start(started('a'));
    await rpc.fail('a');
    expect(await rpc.stat()).toMatchObject({ state: 'Failed' });
    expect(await rpc.statPeer('a-upload')).toMatchObject({ state: 'Failed' });
    await rpc.start(started('b'));
    expect(await rpc.finish('b')).toMatchObject({ state: 'Succeeded', currentReplicaCount: 1n });
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test.each([
    ['host_id', { hostId: '' }, 'invalid'],
    ['task_id', { taskId: '' }, 'invalid'],
    ['peer_id', { peerId: '' }, 'invalid'],
    ['url', { url: 'not a url' }, 'invalid'],
    ['persistent_replica_count', { persistentReplicaCount: 0n }, 'invalid'],
    ['content_length', { contentLength: 2n ** 64n - 1n }, 'invalid'],
    ['piece_count', { pieceCount: 0 }, 'invalid'],
    ['ttl', { ttl: undefined }, 'invalid'],
    ['ttl', { ttl: { seconds: 299n, nanos: 0 } }, 'invalid'],
    ['ttl', { ttl: { seconds: 604_801n, nanos: 0 } }, 'invalid'],
    ['host nowhere', { hostId: 'nowhere' }, 'notFound'],
  ])('with a wrong %s are refused, naming it', async (field, wrong, code) => {
    await using running = await runningScheduler();
    const [a] = await hosts(running, 'a');
    const call = calls(running).start({ ...started('a'), ...wrong } as scheduler.UploadPersistentTaskStartedRequest);
    await expect(call).rejects.toMatchObject({ code, message: expect.stringContaining(field) });
    await a?.[Symbol.asyncDispose]();
  });

  test('of unknown peers and tasks are not found', async () => {
    await using running = await runningScheduler();
    const rpc = calls(running);
    for (const call of [
      rpc.finish('a'),
      rpc.fail('a'),
      rpc.stat(),
      rpc.statPeer('x'),
      rpc.deletePeer('x'),
      rpc.delete(),
    ])
      await expect(call).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('downloads', () => {
  test('get the uploader as parent, are noted from step to step, and end with OK', async () => {
    await using running = await runningScheduler();
    const peers = await hosts(running, 'a', 'b');
    const rpc = calls(running);
    await uploaded(running, 'a');
    const { stream, say } = download(running, 'b');
    expect((await stream.next()).response).toMatchObject({
      $case: 'normalPersistentTaskResponse',
      value: {
        candidateParents: [
          {
            ...{ id: 'a-upload', state: 'Succeeded', persistent: true, host: { id: 'a', ip: '127.0.0.1' } },
            task: { id: task, contentLength: 8388608n },
          },
        ],
      },
    });
    expect(await rpc.statPeer('b-peer')).toMatchObject({ state: 'ReceivedNormal', persistent: false });
    say({ $case: 'downloadPersistentPeerStartedRequest', value: {} });
    await expect.poll(async () => (await rpc.statPeer('b-peer')).state).toBe('Running');
    say({ $case: 'downloadPersistentPeerFinishedRequest', value: {} });
    expect(await stream.status()).toMatchObject({ code: 0 });
    expect(await rpc.statPeer('b-peer')).toMatchObject({ state: 'Succeeded' });
    expect(await rpc.stat()).toMatchObject({ currentReplicaCount: 2n, currentPersistentReplicaCount: 1n });
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test('go to the object storage when they ask for it, or when no copy is left', async () => {
    await using running = await runningScheduler({ PERSISTENT_HOST_GRACE: '0ms' });
    const peers = await hosts(running, 'a', 'b', 'c');
    await uploaded(running, 'a');
    const asking = download(running, 'b', { needBackToSource: true });
    expect((await asking.stream.next()).response?.$case).toBe('needBackToSourceResponse');
    asking.say({ $case: 'downloadPersistentPeerFailedRequest', value: { description: 'enough' } });
    expect(await asking.stream.status()).toMatchObject({ code: 0 });
    await calls(running).leave('a');
    const late = download(running, 'c');
    expect((await late.stream.next()).response?.$case).toBe('needBackToSourceResponse');
    late.say({ $case: 'downloadPersistentPeerBackToSourceStartedRequest', value: {} });
    late.say({ $case: 'downloadPersistentPeerBackToSourceFinishedRequest', value: {} });
    expect(await late.stream.status()).toMatchObject({ code: 0 });
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test('of an empty task are told so', async () => {
    await using running = await runningScheduler();
    const peers = await hosts(running, 'a', 'b');
    await uploaded(running, 'a', { contentLength: 0n, pieceCount: 0 });
    const { stream } = download(running, 'b');
    expect((await stream.next()).response?.$case).toBe('emptyPersistentTaskResponse');
    expect(await calls(running).statPeer('b-peer')).toMatchObject({ state: 'ReceivedEmpty' });
    stream.vanish();
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test('while nobody has a copy yet fail as a precondition, and the copy is noted as failed', async () => {
    await using running = await runningScheduler();
    const peers = await hosts(running, 'a', 'b');
    await calls(running).start(started('a'));
    const { stream } = download(running, 'b');
    expect(await stream.status()).toEqual({ code: 9, details: expect.stringContaining('no candidate parents found') });
    await expect.poll(async () => (await calls(running).statPeer('b-peer')).state).toBe('Failed');
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test.each([
    ['an unknown task', 'b', {}, 5],
    ['an unknown host', 'nowhere', {}, 5],
    ['a url that is none', 'b', { url: '' }, 3],
  ])('of %s are refused', async (_, host, more, code) => {
    await using running = await runningScheduler();
    const peers = await hosts(running, 'b');
    expect(await download(running, host, more).stream.status()).toMatchObject({ code });
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test('whose stream breaks are noted as failed, and may register again', async () => {
    await using running = await runningScheduler();
    const peers = await hosts(running, 'a', 'b');
    await uploaded(running, 'a');
    const first = download(running, 'b');
    await first.stream.next();
    first.stream.vanish();
    await expect.poll(async () => (await calls(running).statPeer('b-peer')).state).toBe('Failed');
    const second = download(running, 'b');
    expect((await second.stream.next()).response?.$case).toBe('normalPersistentTaskResponse');
    second.stream.vanish();
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test('let go of a client that never half-closes', async () => {
    await using running = await runningScheduler();
    const session = connect(`http://${running.address}`);
    const path = '/scheduler.v2.Scheduler/AnnouncePersistentPeer';
    const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
    const stream = session.request(headers, { endStream: false });
    const closed = new Promise<number>((resolve) => stream.once('close', () => resolve(stream.rstCode)));
    const bytes = scheduler.AnnouncePersistentPeerRequest.encode({
      ...{ hostId: 'nowhere', taskId: task, peerId: 'p' },
      request: {
        $case: 'registerPersistentPeerRequest',
        value: scheduler.RegisterPersistentPeerRequest.fromPartial({ url }),
      },
    }).finish();
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(bytes.length, 1);
    stream.resume().write(Buffer.concat([prefix, bytes]));
    expect(await closed).toBe(constants.NGHTTP2_NO_ERROR);
    session.close();
  });
});

describe('copies', () => {
  test('are made until as many live as are wanted, one a host, and survive the loss of one', async () => {
    await using running = await runningScheduler(quick);
    const peers = await hosts(running, 'a', 'b', 'c', 'd');
    const rpc = calls(running);
    await uploaded(running, 'a', { persistentReplicaCount: 3n });
    await expect.poll(async () => (await rpc.stat()).currentPersistentReplicaCount).toBe(3n);
    const fetched = peers.filter(({ asked }) => asked.includes('fetch persistent'));
    expect(fetched).toHaveLength(2);
    await rpc.leave(fetched[0]?.name ?? '');
    await expect.poll(async () => (await rpc.stat()).currentPersistentReplicaCount).toBe(3n);
    await expect.poll(() => peers.filter(({ asked }) => asked.includes('fetch persistent')).length).toBe(3);
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });

  test('go to another host when one refuses, and to that one later when there is no other', async () => {
    await using running = await runningScheduler(quick);
    const [a, b, c] = await hosts(running, 'a', 'b', 'c');
    if (a === undefined || b === undefined || c === undefined) throw new Error('no hosts');
    b.refuses = new Failure('storage', 'disk full');
    c.refuses = new Failure('unavailable', 'busy');
    await uploaded(running, 'a', { persistentReplicaCount: 3n });
    await expect.poll(() => Math.min(b.asked.length, c.asked.length)).toBeGreaterThan(1);
    expect(await calls(running).stat()).toMatchObject({ currentPersistentReplicaCount: 1n });
    c.refuses = undefined;
    await expect
      .poll(async () => (await calls(running).stat()).currentPersistentReplicaCount, { timeout: 5000 })
      .toBe(2n);
    for (const peer of [a, b, c]) await peer[Symbol.asyncDispose]();
  });

  test('that are there already are pinned instead', async () => {
    await using running = await runningScheduler(quick);
    const [a] = await hosts(running, 'a');
    await uploaded(running, 'a', { persistentReplicaCount: 2n });
    const disk = common.Disk.fromPartial({ free: 1n });
    await using b = await replicaHost(running, 'b', { task, host: { disk } });
    const { stream, say } = download(running, 'b');
    await stream.next();
    say({ $case: 'downloadPersistentPeerStartedRequest', value: {} });
    say({ $case: 'downloadPersistentPeerFinishedRequest', value: {} });
    await stream.status();
    await expect.poll(async () => (await calls(running).stat()).currentPersistentReplicaCount).toBe(2n);
    expect(b.asked).toEqual(['pin persistent']);
    await a?.[Symbol.asyncDispose]();
  });

  test('are deleted from their host with their peer, and made elsewhere', async () => {
    await using running = await runningScheduler(quick);
    const [a, b] = await hosts(running, 'a', 'b');
    const rpc = calls(running);
    await uploaded(running, 'a', { persistentReplicaCount: 1n });
    // The only copy goes: the next one comes from the object storage.
    await rpc.deletePeer('a-upload');
    expect(a?.asked).toEqual(['drop persistent']);
    await expect.poll(async () => (await rpc.stat()).currentPersistentReplicaCount).toBe(1n);
    expect(b?.asked).toEqual(['fetch persistent']);
    for (const peer of [a, b]) await peer?.[Symbol.asyncDispose]();
  });

  test('are deleted from every host with their task, and nothing is left to register for', async () => {
    await using running = await runningScheduler(quick);
    const peers = await hosts(running, 'a', 'b');
    const rpc = calls(running);
    await uploaded(running, 'a', { persistentReplicaCount: 2n });
    await expect.poll(async () => (await rpc.stat()).currentPersistentReplicaCount).toBe(2n);
    await rpc.delete();
    for (const { asked } of peers) expect(asked).toContain('drop persistent');
    await expect(rpc.stat()).rejects.toMatchObject({ code: 'notFound' });
    expect(await download(running, 'b').stream.status()).toMatchObject({ code: 5 });
    for (const peer of peers) await peer[Symbol.asyncDispose]();
  });
});
