import { createHash } from 'node:crypto';
import { join as pathJoin } from 'node:path';
import { common, createClient, dfdaemon, serverStreamCall, unaryCall } from '@damselfly/proto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { fetchFile } from '../testing/fetch.ts';
import { startLiar } from '../testing/liar.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';
import {
  firstToSource,
  parents,
  type Script,
  type ScriptedPeer,
  type ScriptedScheduler,
  startScriptedScheduler,
  toSource,
} from '../testing/scripted-scheduler.ts';

const MiB = 2 ** 20;
const content = sampleBytes(22 * MiB + 5);
const wanted = createHash('sha256').update(content).digest('hex');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const heldReports = ['downloadPeerStartedRequest', 'downloadPeerFinishedRequest'];

describe('peers of one task', () => {
  const closers: (() => Promise<void>)[] = [];
  let origin: TestOrigin;
  let scheduler: ScriptedScheduler;
  let script: Script;
  beforeEach(async () => {
    origin = await startOrigin(content);
    script = firstToSource;
    scheduler = await startScriptedScheduler((...said) => script(...said));
    closers.push(origin.close, scheduler.kill);
  });
  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()));
  });

  const join = async (name: string, settings: Parameters<typeof startTestPeer>[1] = {}): Promise<TestPeer> => {
    const peer = await startTestPeer(name, { scheduler: { addrs: [scheduler.address] }, ...settings });
    closers.unshift(() => peer.stop());
    await eventually(() => expect([...scheduler.hosts.values()].some(({ hostname }) => hostname === name)).toBe(true));
    return peer;
  };

  test('the second gets everything from the first, and both tell the scheduler', async () => {
    const first = await join('first');
    expect(sha256((await fetchFile(first, origin.url)).file)).toBe(wanted);
    const second = await join('second');
    const { file, pieces } = await fetchFile(second, origin.url);
    expect(sha256(file)).toBe(wanted);
    expect(new Set(pieces.map(({ parentId }) => parentId))).toEqual(new Set([scheduler.peers[0]?.id]));
    expect(origin.sentBytes).toBe(content.length + 2);
    await eventually(() => expect(scheduler.peers[1]?.reports.at(-1)).toBe('downloadPeerFinishedRequest'));
    const reports = scheduler.peers.map(({ reports }) => reports);
    expect(reports[0]?.[0]).toBe('downloadPeerBackToSourceStartedRequest');
    expect(reports[0]?.at(-1)).toBe('downloadPeerBackToSourceFinishedRequest');
    expect(reports[1]?.[0]).toBe('downloadPeerStartedRequest');
    expect(reports[1]?.filter((kind) => kind === 'downloadPieceFinishedRequest')).toHaveLength(6);
  });

  test('pieces are passed on while the first still fetches them', async () => {
    const gate = holdRanges(origin, 2);
    const first = await join('first');
    const second = await join('second');
    const one = fetchFile(first, origin.url);
    await eventually(() => expect(scheduler.peers).toHaveLength(1));
    const two = fetchFile(second, origin.url);
    await eventually(() =>
      expect(scheduler.peers[1]?.reports).toEqual(expect.arrayContaining(['downloadPieceFinishedRequest'])),
    );
    gate.open();
    expect(sha256((await one).file)).toBe(wanted);
    expect(sha256((await two).file)).toBe(wanted);
    expect(origin.sentBytes).toBe(content.length + 2);
  });

  test('a download passes on to a seed what this peer does not know', async () => {
    const first = await join('first');
    await fetchFile(first, origin.url, { tag: 't', _unknownFields: { [999 << 3]: [Buffer.from([7])] } });
    expect(scheduler.peers[0]?.download).toMatchObject({ tag: 't', actualPieceCount: 6n, outputPath: undefined });
    expect(scheduler.peers[0]?.download?._unknownFields?.[999 << 3]?.map((bytes) => [...bytes])).toEqual([[7]]);
  });

  test('a damaged piece is blamed on its parent, counted, and fetched from another', async () => {
    const first = await join('first');
    await fetchFile(first, origin.url);
    const honest = only(scheduler.peers[0]);
    const liar = await startLiar(first);
    closers.unshift(liar.close);
    const host = { ...only(honest.host), id: 'liar', port: liar.grpcPort };
    const lying: ScriptedPeer = { ...honest, id: 'liar-peer', host };
    script = (_peer, _others, asked) => (asked === 'register' ? parents([lying]) : parents([honest]));
    const second = await join('second');
    const { file, pieces } = await fetchFile(second, origin.url);
    expect(sha256(file)).toBe(wanted);
    expect(liar.spoilt).toBeGreaterThan(0);
    expect(pieces.some(({ parentId }) => parentId === honest.id)).toBe(true);
    const metrics = await (await fetch(`http://${second.metrics}/metrics`)).text();
    expect(Number(/dragonfly_client_piece_corrupted_total (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(0);
    const blamed = scheduler.peers[1]?.messages.flatMap(({ request }) =>
      request?.$case === 'downloadPieceFailedRequest' ? [request.value] : [],
    );
    expect(blamed?.[0]).toMatchObject({ parentId: 'liar-peer', temporary: true });
    expect(origin.sentBytes).toBe(content.length + 2);
  });

  test('a parent that dies in the middle is left at once, and only what is missing comes from elsewhere', async () => {
    const gate = holdRanges(origin, 2);
    const first = await join('first');
    const second = await join('second');
    const one = fetchFile(first, origin.url);
    await eventually(() => expect(scheduler.peers).toHaveLength(1));
    script = () => (scheduler.peers.length > 2 ? toSource : parents([only(scheduler.peers[0])]));
    const two = fetchFile(second, origin.url);
    const pieceOf = (peer: number) =>
      scheduler.peers[peer]?.reports.filter((kind) => kind === 'downloadPieceFinishedRequest').length;
    await eventually(() => expect(pieceOf(1)).toBeGreaterThan(0));
    script = () => toSource;
    await Promise.all([expect(one).rejects.toThrow(), first.stop()]);
    gate.open();
    expect(sha256((await two).file)).toBe(wanted);
    expect(scheduler.peers[1]?.reports).toContain('reschedulePeerRequest');
    const again = origin.requests.filter(({ header }) => header.range === 'bytes=0-4194303').length;
    expect(again).toBeLessThanOrEqual(1);
  });

  test('a scheduler that dies costs nothing while the parents deliver', async () => {
    const gate = holdRanges(origin, 2);
    const first = await join('first');
    const second = await join('second');
    const one = fetchFile(first, origin.url);
    await eventually(() => expect(scheduler.peers).toHaveLength(1));
    const two = fetchFile(second, origin.url);
    await eventually(() => expect(scheduler.peers[1]?.reports.length).toBeGreaterThan(1));
    await scheduler.kill();
    gate.open();
    expect(sha256((await one).file)).toBe(wanted);
    expect(sha256((await two).file)).toBe(wanted);
    expect(origin.sentBytes).toBe(content.length + 2);
  });

  test('without any scheduler the source is asked', async () => {
    await scheduler.kill();
    const alone = await startTestPeer('alone', { scheduler: { addrs: [scheduler.address] } });
    closers.unshift(() => alone.stop());
    expect(sha256((await fetchFile(alone, origin.url)).file)).toBe(wanted);
  });

  test('a scheduler that forgot this host is told of it again', async () => {
    const first = await join('first');
    scheduler.forgetHosts();
    expect(sha256((await fetchFile(first, origin.url)).file)).toBe(wanted);
    expect(scheduler.peers).toHaveLength(1);
    expect(scheduler.peers[0]?.reports).toContain('downloadPeerBackToSourceStartedRequest');
  });

  test('a peer that comes back tells the scheduler what it still holds, and gives it to others', async () => {
    const first = await startTestPeer('first', { scheduler: { addrs: [scheduler.address] } });
    await fetchFile(first, origin.url);
    await first.stop(true);
    script = (_peer, others) =>
      others.length < 2 ? { $case: 'metadataOnlyResponse', value: {} } : parents(others.slice(1));
    const again = await startTestPeer('first', { scheduler: { addrs: [scheduler.address] } }, first.dir);
    closers.unshift(() => again.stop());
    await eventually(() => expect(scheduler.peers[1]?.reports).toEqual(heldReports));
    expect(scheduler.peers[1]?.download).toMatchObject({ metadataOnly: true, url: origin.url });
    const second = await join('second');
    const sent = origin.sentBytes;
    expect(sha256((await fetchFile(second, origin.url)).file)).toBe(wanted);
    expect(origin.sentBytes - sent).toBeLessThan(10);
  });

  test('a scheduler that starts anew hears within seconds what an idle peer holds', async () => {
    const first = await join('first');
    await fetchFile(first, origin.url);
    const port = Number(scheduler.address.split(':')[1]);
    await scheduler.kill();
    const anew = await startScriptedScheduler(() => ({ $case: 'metadataOnlyResponse', value: {} }), port);
    closers.push(anew.kill);
    await eventually(() => expect(anew.peers[0]?.reports).toEqual(heldReports));
    expect(anew.peers[0]?.download).toMatchObject({ metadataOnly: true, url: origin.url });
  });

  test('content whose length the source does not say is shared, too', async () => {
    let bodies = 0;
    origin.whim = ({ headers }, response) => {
      if (headers.range === undefined) bodies += 1;
      response.write(content.subarray(0, 5));
      return response.end(content.subarray(5)).writableEnded;
    };
    const first = await join('first');
    script = () => ({ $case: 'metadataOnlyResponse', value: {} });
    expect(sha256((await fetchFile(first, origin.url)).file)).toBe(wanted);
    await eventually(() => expect(scheduler.peers[0]?.reports).toEqual(heldReports));
    script = (_peer, others) => parents(others);
    const second = await join('second');
    expect(sha256((await fetchFile(second, origin.url)).file)).toBe(wanted);
    expect(bodies).toBe(1);
  });

  test('a download that may not go to the source says so when nobody else has the content', async () => {
    const first = await join('first');
    const refused = fetchFile(first, origin.url, { disableBackToSource: true });
    await expect(refused).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('source') });
  });

  test('a seed goes on when the scheduler that started it is gone', async () => {
    const gate = holdRanges(origin, 1);
    const seed = await join('seed', { seedPeer: { enable: true } });
    const client = createClient(dfdaemon.DfdaemonUploadClient, { address: seed.grpc });
    const download = common.Download.fromPartial({ url: origin.url, needBackToSource: true });
    const stop = new AbortController();
    const trigger = (async () => {
      for await (const _ of serverStreamCall(client.downloadTask.bind(client), { download }, stop)) stop.abort();
    })();
    await expect(trigger).rejects.toMatchObject({ code: 'cancelled' });
    gate.open();
    await eventually(async () => {
      const { tasks } = await unaryCall(seed.client.listLocalTasks.bind(seed.client), {});
      expect(tasks[0]?.finishedAt).toBeDefined();
    });
    client.close();
  });

  test('other hosts may not name files', async () => {
    const seed = await join('seed', { seedPeer: { enable: true } });
    const client = createClient(dfdaemon.DfdaemonUploadClient, { address: seed.grpc });
    const download = common.Download.fromPartial({ url: origin.url, outputPath: pathJoin(seed.dir, 'evil') });
    const call = async () => {
      for await (const _ of serverStreamCall(client.downloadTask.bind(client), { download }));
    };
    await expect(call()).rejects.toMatchObject({ code: 'forbidden' });
    client.close();
  });

  test('a child hears at once that its parent failed', async () => {
    const gate = holdRanges(origin, 1);
    const first = await join('first');
    const one = fetchFile(first, origin.url);
    await eventually(() => expect(scheduler.peers).toHaveLength(1));
    const taskId = scheduler.peers[0]?.task ?? '';
    const client = createClient(dfdaemon.DfdaemonUploadClient, { address: first.grpc });
    const heard: number[] = [];
    const listening = (async () => {
      const request = { hostId: 'child', taskId, interestedPieceNumbers: [0, 1, 2, 3, 4, 5] };
      for await (const { number } of serverStreamCall(client.syncPieces.bind(client), request)) heard.push(number);
    })();
    await eventually(() => expect(heard.length).toBeGreaterThan(0));
    origin.whim = (_, response) => response.writeHead(410).end().writableEnded;
    gate.open();
    await Promise.all([
      expect(one).rejects.toMatchObject({ code: 'origin' }),
      expect(listening).rejects.toMatchObject({ code: 'aborted' }),
    ]);
    client.close();
  });
});

function only<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is not there');
  return value;
}

/** Lets the first ranges through and holds the later ones until the gate opens. */
function holdRanges(origin: TestOrigin, free: number): { open(): void } {
  const held: (() => void)[] = [];
  let seen = 0;
  let isOpen = false;
  const serve = origin.whim;
  origin.whim = (request, response, nth) => {
    if (serve?.(request, response, nth)) return true;
    if (isOpen || request.headers.range === undefined || request.headers.range === 'bytes=0-0') return false;
    seen += 1;
    if (seen <= free) return false;
    held.push(() => origin.answer(request, response));
    return true;
  };
  return {
    open: () => {
      isOpen = true;
      for (const release of held.splice(0)) release();
    },
  };
}
