import { type ClientHttp2Stream, connect, constants } from 'node:http2';
import { peerId, taskId } from '@damselfly/core';
import { scheduler, unaryCall } from '@damselfly/proto';
import { describe, expect, test } from 'vitest';
import { announcedPeer } from '../testing/announced-peer.ts';
import { downloadMessage, hostMessage, pieceMessage, runningScheduler, taskOf } from '../testing/running-scheduler.ts';

describe('AnnouncePeer', () => {
  test('the first peer goes to the source, the next gets it as parent, and both streams end with OK', async () => {
    await using running = await runningScheduler();
    const a = await announcedPeer(running, 'a', taskOf('1'));
    a.register();
    expect((await a.next()).$case).toBe('needBackToSourceResponse');
    a.backToSourceStarted();
    a.piece(0);
    const b = await announcedPeer(running, 'b', taskOf('1'));
    b.register();
    const answer = await b.next();
    expect(answer).toMatchObject({
      $case: 'normalTaskResponse',
      value: {
        candidateParents: [
          {
            id: a.id,
            state: 'BackToSource',
            host: { id: 'a', ip: '127.0.0.1', port: 4000, downloadPort: 4000, hostname: 'a' },
            task: { id: taskOf('1'), contentLength: 8388608n },
          },
        ],
      },
    });
    b.started();
    b.piece(0, a);
    a.piece(1);
    a.send({ $case: 'downloadPeerBackToSourceFinishedRequest', value: {} });
    b.piece(1, a);
    b.send({ $case: 'downloadPeerFinishedRequest', value: {} });
    expect(await a.status()).toMatchObject({ code: 0 });
    expect(await b.status()).toMatchObject({ code: 0 });
  });

  test('a waiting peer is answered when another one begins at the source, without being asked again', async () => {
    await using running = await runningScheduler();
    const a = await announcedPeer(running, 'a', taskOf('1'));
    a.register();
    await a.next();
    const b = await announcedPeer(running, 'b', taskOf('1'));
    b.register();
    a.backToSourceStarted();
    expect(await b.parents()).toEqual([a.id]);
  });

  test('a leader whose stream breaks is replaced by the peer that waits', async () => {
    await using running = await runningScheduler();
    const a = await announcedPeer(running, 'a', taskOf('1'));
    a.register();
    await a.next();
    const b = await announcedPeer(running, 'b', taskOf('1'));
    b.register();
    a.vanish();
    expect((await b.next()).$case).toBe('needBackToSourceResponse');
  });

  test("a peer that comes in the middle of its fetch tells what it holds, and that is nobody's traffic", async () => {
    await using running = await runningScheduler();
    const a = await announcedPeer(running, 'a', taskOf('1'));
    a.register();
    await a.next();
    a.backToSourceStarted();
    a.send({ $case: 'downloadPieceFinishedRequest', value: { piece: pieceMessage(0) } });
    a.piece(1);
    const b = await announcedPeer(running, 'b', taskOf('1'));
    b.register();
    expect(await b.parents()).toEqual([a.id]);
    await expect
      .poll(() => running.link.source.snapshot(taskId(taskOf('1')))?.peers.get(peerId(a.id)))
      .toMatchObject({
        finishedPieces: 2,
        fromSource: { pieces: 1 },
        from: new Map(),
      });
  });

  test('a reschedule is answered on the same stream', async () => {
    await using running = await runningScheduler();
    const a = await announcedPeer(running, 'a', taskOf('1'));
    a.register();
    await a.next();
    a.backToSourceStarted();
    const [b, c] = [await announcedPeer(running, 'b', taskOf('1')), await announcedPeer(running, 'c', taskOf('1'))];
    b.register();
    await b.next();
    b.started();
    c.register();
    const first = await c.next();
    if (first.$case !== 'normalTaskResponse') throw new Error(first.$case);
    const reported = first.value.candidateParents.filter(({ id }) => id === a.id);
    c.send({ $case: 'reschedulePeerRequest', value: { candidateParents: reported, description: 'slow' } });
    expect(await c.parents()).toEqual([b.id]);
  });

  test.each([
    ['an empty peer id', { peerId: '' }, 'peer_id'],
    ['no request', { request: undefined }, 'request'],
    ['no download', { request: { $case: 'registerPeerRequest', value: { download: undefined } } }, 'download'],
    ['a url that is none', registering({ url: 'not a url' }), 'download.url'],
    ['a digest without algorithm', registering({ digest: 'abc' }), 'download.digest'],
    ['pieces below 4 MiB', registering({ pieceLength: 1024n }), 'download.piece_length'],
    ['a remote address that is none', registering({ remoteIp: 'here' }), 'download.remote_ip'],
    ['a piece without parent', piece({ parentId: '' }), 'piece.parent_id'],
    ['a piece number beyond all bounds', piece({ parentId: 'p', number: 4_000_000_000 }), 'piece.number'],
  ] as [string, Partial<scheduler.AnnouncePeerRequest>, string][])(
    '%s is refused, naming the field',
    async (_, wrong, field) => {
      await using running = await runningScheduler();
      const call = running.client.announcePeer();
      const status = new Promise<{ code: number; details: string }>((resolve) => call.on('error', resolve));
      call.resume().write({ hostId: 'h', taskId: 't', peerId: 'p', request: undefined, ...wrong });
      const { code, details } = await status;
      expect({ code, details }).toEqual({ code: 3, details: expect.stringContaining(field) });
    },
  );

  test('a peer of a host that was never announced is refused as not found', async () => {
    await using running = await runningScheduler();
    const { AnnouncedPeer } = await import('../testing/announced-peer.ts');
    const stray = new AnnouncedPeer(running, 'nowhere', taskOf('1'));
    stray.register();
    expect(await stray.status()).toMatchObject({ code: 5, details: expect.stringContaining('nowhere') });
  });

  test('more streams than the limit are refused', async () => {
    await using running = await runningScheduler({ SERVER_STREAM_LIMIT: '1' });
    const a = await announcedPeer(running, 'a', taskOf('1'));
    a.register();
    await a.next();
    const b = await announcedPeer(running, 'b', taskOf('1'));
    expect(await b.status()).toMatchObject({ code: 8 });
  });

  test('headers come before any answer, and a client that never half-closes is let go after its last word', async () => {
    await using running = await runningScheduler();
    const { client } = running;
    await unaryCall(client.announceHost.bind(client), { host: hostMessage('a'), interval: undefined });
    const session = connect(`http://${running.address}`);
    const stream = session.request(
      {
        ':method': 'POST',
        ':path': '/scheduler.v2.Scheduler/AnnouncePeer',
        'content-type': 'application/grpc',
        te: 'trailers',
      },
      { endStream: false },
    );
    const headers = await new Promise<Record<string, unknown>>((resolve) => stream.once('response', resolve));
    expect(headers[':status']).toBe(200);
    let status: unknown;
    stream.on('trailers', (trailers) => {
      status = trailers['grpc-status'];
    });
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    send(stream, registering({ needBackToSource: true }));
    await new Promise((resolve) => stream.once('data', resolve));
    send(stream, { request: { $case: 'downloadPeerBackToSourceStartedRequest', value: {} } });
    send(stream, { request: { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} } });
    stream.resume();
    await closed;
    expect({ status, rst: stream.rstCode }).toEqual({ status: '0', rst: constants.NGHTTP2_NO_ERROR });
    session.close();
  });
});

function registering(more: Parameters<typeof downloadMessage>[0]): Partial<scheduler.AnnouncePeerRequest> {
  return { request: { $case: 'registerPeerRequest', value: { download: downloadMessage(more) } } };
}

function piece(more: { parentId: string; number?: number }): Partial<scheduler.AnnouncePeerRequest> {
  const empty = { number: 0, offset: 0n, length: 1n, digest: '', cost: undefined, createdAt: undefined };
  return { request: { $case: 'downloadPieceFinishedRequest', value: { piece: { ...empty, ...more } } } };
}

function send(stream: ClientHttp2Stream, message: Partial<scheduler.AnnouncePeerRequest>): void {
  const ids = { hostId: 'a', taskId: taskOf('1'), peerId: 'a-peer' };
  const bytes = scheduler.AnnouncePeerRequest.encode({ ...ids, request: undefined, ...message }).finish();
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(bytes.length, 1);
  stream.write(Buffer.concat([frame, bytes]));
}
