import { common, scheduler, unaryCall } from '@damselfly/proto';
import { describe, expect, test } from 'vitest';
import { Conversation } from '../../testing/conversation.ts';
import { fakeSeed } from '../../testing/fake-seed.ts';
import {
  hostMessage,
  pieceMessage,
  type RunningScheduler,
  runningScheduler,
  taskOf,
} from '../../testing/running-scheduler.ts';

const task = taskOf('c');
const lengths = { actualContentLength: 8388608n, actualPieceLength: 4194304n, actualPieceCount: 2n };

async function download(
  { client }: RunningScheduler,
  host: string,
  more: Partial<scheduler.RegisterCachePeerRequest> = {},
) {
  await unaryCall(client.announceHost.bind(client), { host: hostMessage(host), interval: undefined });
  const stream = new Conversation(client.announceCachePeer());
  const ids = { hostId: host, taskId: task, peerId: `${host}-peer` };
  const say = (request: scheduler.AnnounceCachePeerRequest['request']) => stream.say({ ...ids, request });
  const wish = { url: 'http://origin.test/file', ...lengths, ...more };
  say({ $case: 'registerCachePeerRequest', value: scheduler.RegisterCachePeerRequest.fromPartial(wish) });
  return { stream, say, ids };
}

/** `a` asked for the source and has everything. */
async function withOneCopy(running: RunningScheduler) {
  const a = await download(running, 'a', { needBackToSource: true });
  expect((await a.stream.next()).response?.$case).toBe('needBackToSourceResponse');
  a.say({ $case: 'downloadCachePeerBackToSourceStartedRequest', value: { description: undefined } });
  for (const number of [0, 1])
    a.say({ $case: 'downloadPieceBackToSourceFinishedRequest', value: { piece: pieceMessage(number) } });
  a.say({ $case: 'downloadCachePeerBackToSourceFinishedRequest', value: {} });
  expect(await a.stream.status()).toMatchObject({ code: 0 });
  return a;
}

describe('cache tasks', () => {
  test('come from a peer that asked for the source, to others, which end with OK', async () => {
    await using running = await runningScheduler();
    await withOneCopy(running);
    const b = await download(running, 'b');
    expect((await b.stream.next()).response).toMatchObject({
      $case: 'normalCacheTaskResponse',
      value: { candidateParents: [{ id: 'a-peer', host: { id: 'a' }, task: { type: common.TaskType.CACHE } }] },
    });
    b.say({ $case: 'downloadCachePeerStartedRequest', value: {} });
    for (const number of [0, 1])
      b.say({ $case: 'downloadPieceFinishedRequest', value: { piece: pieceMessage(number, 'a-peer') } });
    b.say({ $case: 'downloadCachePeerFinishedRequest', value: {} });
    expect(await b.stream.status()).toMatchObject({ code: 0 });
  });

  test('never go to the source by themselves, and no seed peer is asked', async () => {
    await using seed = await fakeSeed();
    await using running = await runningScheduler();
    const { client } = running;
    const facts = hostMessage('s', { type: 1, port: seed.port, downloadPort: seed.port });
    await unaryCall(client.announceHost.bind(client), { host: facts, interval: undefined });
    const a = await download(running, 'a');
    expect(await a.stream.status()).toEqual({
      code: 9,
      details: expect.stringContaining('no candidate parents found'),
    });
    expect(seed.asked).toEqual([]);
  });

  test('wait for the one that is at the source', async () => {
    await using running = await runningScheduler();
    const a = await download(running, 'a', { needBackToSource: true });
    await a.stream.next();
    const b = await download(running, 'b');
    a.say({ $case: 'downloadCachePeerBackToSourceStartedRequest', value: { description: undefined } });
    expect((await b.stream.next()).response?.$case).toBe('normalCacheTaskResponse');
    for (const { stream } of [a, b]) stream.vanish();
  });

  test('without bytes are told so', async () => {
    await using running = await runningScheduler();
    const a = await download(running, 'a', { actualContentLength: 0n, actualPieceCount: 0n });
    expect((await a.stream.next()).response?.$case).toBe('emptyCacheTaskResponse');
    a.stream.vanish();
  });

  test('can be looked at and forgotten; standard tasks are not found here', async () => {
    await using running = await runningScheduler();
    const { client } = running;
    const { ids } = await withOneCopy(running);
    const statTask = () => unaryCall(client.statCacheTask.bind(client), ids);
    const statPeer = () => unaryCall(client.statCachePeer.bind(client), ids);
    expect(await statTask()).toMatchObject({
      id: task,
      type: common.TaskType.CACHE,
      state: 'Succeeded',
      pieceCount: 2,
    });
    expect(await statPeer()).toMatchObject({ id: 'a-peer', state: 'Succeeded', host: { id: 'a' } });
    const strange = { ...ids, hostId: 'x' };
    await expect(unaryCall(client.deleteCacheTask.bind(client), strange)).rejects.toMatchObject({ code: 'notFound' });
    await unaryCall(client.deleteCacheTask.bind(client), ids);
    await expect(statPeer()).rejects.toMatchObject({ code: 'notFound' });
    await expect(unaryCall(client.deleteCachePeer.bind(client), ids)).rejects.toMatchObject({ code: 'notFound' });
    const other = unaryCall(client.statCacheTask.bind(client), { ...ids, taskId: taskOf('d') });
    await expect(other).rejects.toMatchObject({ code: 'notFound' });
  });

  test('with a wrong url are refused, naming it', async () => {
    await using running = await runningScheduler();
    const { stream } = await download(running, 'a', { url: 'nothing' });
    expect(await stream.status()).toMatchObject({ code: 3, details: expect.stringContaining('url') });
  });
});
