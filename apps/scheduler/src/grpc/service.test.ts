import { taskId } from '@damselfly/core';
import { createClient, health, unaryCall } from '@damselfly/proto';
import { describe, expect, test } from 'vitest';
import { announcedPeer } from '../testing/announced-peer.ts';
import { hostMessage, type RunningScheduler, runningScheduler, taskOf } from '../testing/running-scheduler.ts';

/** `a` has fetched the task from the source. */
async function withOneCopy(): Promise<RunningScheduler> {
  const running = await runningScheduler();
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register({ tag: 'v1', requestHeader: { authorization: 'secret' } });
  await a.next();
  a.backToSourceStarted();
  a.piece(0);
  a.piece(1);
  a.send({ $case: 'downloadPeerBackToSourceFinishedRequest', value: {} });
  await a.status();
  return running;
}

const ids = { hostId: 'a', taskId: taskOf('1'), peerId: 'a-peer' };

describe('what is known', () => {
  test('StatTask tells lengths, state and the pieces the source gave, but no request header', async () => {
    await using running = await withOneCopy();
    const task = await unaryCall(running.client.statTask.bind(running.client), ids);
    expect(task).toMatchObject({
      id: ids.taskId,
      tag: 'v1',
      contentLength: 8388608n,
      pieceCount: 2,
      state: 'Succeeded',
    });
    expect(task).toMatchObject({ peerCount: 1, hasAvailablePeer: true, requestHeader: {} });
    expect(task.pieces.map(({ number }) => number)).toEqual([0, 1]);
  });

  test('StatPeer tells the peer with its host, task and pieces', async () => {
    await using running = await withOneCopy();
    const peer = await unaryCall(running.client.statPeer.bind(running.client), ids);
    expect(peer).toMatchObject({ id: 'a-peer', state: 'Succeeded', host: { id: 'a' }, task: { id: ids.taskId } });
    expect(peer.pieces.map(({ number }) => number)).toEqual([0, 1]);
  });

  test('ListHosts tells every host, or those of one type', async () => {
    await using running = await withOneCopy();
    await announcedPeer(running, 's', taskOf('1'), { type: 1 });
    const list = async (type: number | undefined) =>
      (await unaryCall(running.client.listHosts.bind(running.client), { type })).hosts.map(({ id }) => id);
    expect(await list(undefined)).toEqual(['a', 's']);
    expect(await list(1)).toEqual(['s']);
    expect(await list(7)).toEqual([]);
  });

  test.each(['statTask', 'statPeer'] as const)('%s of something unknown is not found', async (method) => {
    await using running = await runningScheduler();
    const call = running.client[method].bind(running.client) as RunningScheduler['client']['statPeer'];
    await expect(unaryCall(call, { ...ids, taskId: 'x', peerId: 'x' })).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('what is forgotten', () => {
  test('DeletePeer forgets the peer, and is content when there is none', async () => {
    await using running = await withOneCopy();
    const { client } = running;
    await unaryCall(client.deletePeer.bind(client), ids);
    await unaryCall(client.deletePeer.bind(client), ids);
    await expect(unaryCall(client.statPeer.bind(client), ids)).rejects.toMatchObject({ code: 'notFound' });
  });

  test("DeleteTask forgets the host's copy and refuses a host it does not know", async () => {
    await using running = await withOneCopy();
    const { client } = running;
    await unaryCall(client.deleteTask.bind(client), ids);
    await expect(unaryCall(client.statPeer.bind(client), ids)).rejects.toMatchObject({ code: 'notFound' });
    const unknown = unaryCall(client.deleteTask.bind(client), { ...ids, hostId: 'x' });
    await expect(unknown).rejects.toMatchObject({ code: 'notFound' });
  });

  test('DeleteHost forgets the host with its peers and refuses one it does not know', async () => {
    await using running = await withOneCopy();
    const { client } = running;
    await unaryCall(client.deleteHost.bind(client), { hostId: 'a' });
    await expect(unaryCall(client.statPeer.bind(client), ids)).rejects.toMatchObject({ code: 'notFound' });
    await expect(unaryCall(client.deleteHost.bind(client), { hostId: 'a' })).rejects.toMatchObject({
      code: 'notFound',
    });
  });
});

describe('AnnounceHost', () => {
  test.each([
    ['host.ip', { ip: 'here' }],
    ['host.port', { port: 80 }],
    ['host.download_port', { downloadPort: 65535 }],
    ['host.hostname', { hostname: '' }],
    ['host.id', { id: '' }],
  ])('a wrong %s is refused, naming it', async (field, wrong) => {
    await using running = await runningScheduler();
    const { client } = running;
    const call = unaryCall(client.announceHost.bind(client), { host: hostMessage('a', wrong), interval: undefined });
    await expect(call).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(field) });
  });

  test('parts left out keep their last value', async () => {
    await using running = await runningScheduler();
    const { client } = running;
    await unaryCall(client.announceHost.bind(client), { host: hostMessage('a'), interval: undefined });
    const bare = hostMessage('a', { network: undefined });
    await unaryCall(client.announceHost.bind(client), { host: bare, interval: undefined });
    const { hosts } = await unaryCall(client.listHosts.bind(client), { type: undefined });
    expect(hosts[0]?.network?.idc).toBe('idc-1');
  });
});

describe('the service as a whole', () => {
  test('health checks of the empty service are answered with SERVING', async () => {
    await using running = await runningScheduler();
    const client = createClient(health.HealthClient, { address: running.address });
    const answer = await unaryCall(client.check.bind(client), { service: '' });
    client.close();
    expect(answer.status).toBe(health.HealthCheckResponse_ServingStatus.SERVING);
  });

  test('calls above the rate limit are refused', async () => {
    await using running = await runningScheduler({ SERVER_REQUEST_RATE_LIMIT: '1' });
    const { client } = running;
    const calls = Array.from({ length: 5 }, () => unaryCall(client.listHosts.bind(client), { type: undefined }));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.reason).toMatchObject({ code: 'exhausted' });
  });

  test('the manager link reads a snapshot and a summary that agree with what was published', async () => {
    await using running = await withOneCopy();
    const task = taskId(ids.taskId);
    const snapshot = running.link.source.snapshot(task);
    expect(snapshot?.seq).toBe(running.published.at(-1)?.seq);
    expect([...(snapshot?.peers.values() ?? [])]).toMatchObject([
      { peer: 'a-peer', state: 'succeeded', finishedPieces: 2 },
    ]);
    expect(running.link.source.summary(task)).toMatchObject({
      peersByState: { succeeded: 1, waiting: 0, backToSource: 0 },
      bytesFromSource: 8388608,
      bytesFromPeers: 0,
    });
    expect([...running.link.source.hosts()]).toMatchObject([{ id: 'a', concurrentUploadLimit: 200 }]);
  });

  test('dynamic configuration takes effect on the next answer', async () => {
    await using running = await withOneCopy();
    running.link.onDynamicConfig({
      candidateParentLimit: 1,
      filterParentLimit: 10,
      peerLoadLimit: 7,
      seedPeerLoadLimit: 9,
      drainingHosts: [],
      applications: [
        {
          name: 'shop',
          url: '',
          priority: {
            value: 0,
            urls: [
              { regex: '(', value: 3 },
              { regex: 'origin', value: 1 },
            ],
          },
        },
      ],
    });
    expect([...running.link.source.hosts()]).toMatchObject([{ concurrentUploadLimit: 7 }]);
    const b = await announcedPeer(running, 'b', taskOf('1'));
    b.register({ application: 'shop' });
    expect(await b.status()).toMatchObject({ code: 9 });
  });

  test('metrics carry the names of the dashboards', async () => {
    await using running = await withOneCopy();
    const text = await (await fetch(running.metricsUrl)).text();
    expect(text).toContain(
      'dragonfly_scheduler_register_peer_total{priority="0",task_type="standard",host_type="normal"} 1',
    );
    expect(text).toContain(
      'dragonfly_scheduler_traffic{type="back_to_source",task_type="standard",host_type="normal"} 8388608',
    );
  });
});
