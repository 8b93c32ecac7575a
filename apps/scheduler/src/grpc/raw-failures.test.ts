import { common, type scheduler, unaryCall } from '@damselfly/proto';
import { describe, expect, test } from 'vitest';
import { announcePaths, RawClient, type RawStream, releasedWith } from '../testing/raw-client.ts';
import {
  downloadMessage,
  hostMessage,
  pieceMessage,
  type RunningScheduler,
  runningScheduler,
  taskOf,
} from '../testing/running-scheduler.ts';

type Request = NonNullable<scheduler.AnnouncePeerRequest['request']>;
const task = taskOf('1');
const register = (more: Partial<common.Download> = {}): Request => ({
  $case: 'registerPeerRequest',
  value: { download: downloadMessage(more) },
});
const started: Request = { $case: 'downloadPeerStartedRequest', value: {} };
const sourceStarted: Request = { $case: 'downloadPeerBackToSourceStartedRequest', value: {} };
const failed: Request = { $case: 'downloadPeerFailedRequest', value: { description: 'gave up' } };
const sourceFailed: Request = { $case: 'downloadPeerBackToSourceFailedRequest', value: { description: '404' } };

interface Stage {
  readonly running: RunningScheduler;
  readonly raw: RawClient;
  say(stream: RawStream, host: string, ...requests: Request[]): void;
}

/** A scheduler with a client on bare HTTP/2 and three known hosts. */
async function onStage(settings: Record<string, string>, play: (stage: Stage) => Promise<void>): Promise<void> {
  await using running = await runningScheduler(settings);
  await using raw = new RawClient(running.address);
  const { client } = running;
  for (const name of ['a', 'b', 'c'])
    await unaryCall(client.announceHost.bind(client), { host: hostMessage(name), interval: undefined });
  const say = (stream: RawStream, host: string, ...requests: Request[]) => {
    for (const request of requests) stream.say(host, task, request);
  };
  await play({ running, raw, say });
}

describe('a client that never half-closes is released with the status of each failure:', () => {
  test.each<[string, number, Request]>([
    ['a priority that forbids the download', 9, register({ priority: 1 })],
    ['a priority that forbids the source, and nobody has the content', 5, register({ priority: 2 })],
    ['a URL that is none', 3, register({ url: 'nonsense' })],
    ['a digest that is none', 3, register({ digest: 'sha999:zz' })],
    ['a piece length out of range', 3, register({ pieceLength: 1n })],
    ['no download in the register', 3, { $case: 'registerPeerRequest', value: { download: undefined } }],
    ['a message before the register', 5, started],
    ['the last word before the register', 5, failed],
    ['a reschedule before the register', 5, { $case: 'reschedulePeerRequest', value: { candidateParents: [] } }],
    [
      'a piece before the register',
      5,
      { $case: 'downloadPieceFinishedRequest', value: { piece: pieceMessage(0, 'x') } },
    ],
  ])('%s is %i', async (_, status, request) => {
    await onStage({}, async ({ raw, say }) => {
      const stream = raw.open();
      say(stream, 'a', request);
      expect(await stream.released()).toEqual(releasedWith(status));
    });
  });

  test.each<[string, Request]>([
    ['a report without its piece', { $case: 'downloadPieceFinishedRequest', value: { piece: undefined } }],
    [
      'a piece of 2^64-1 bytes',
      {
        $case: 'downloadPieceBackToSourceFinishedRequest',
        value: { piece: { ...pieceMessage(0), length: 2n ** 64n - 1n } },
      },
    ],
    [
      'a failed piece of nobody',
      { $case: 'downloadPieceFailedRequest', value: { parentId: '', temporary: true, pieceNumber: 0 } },
    ],
    [
      'a parent without id',
      { $case: 'reschedulePeerRequest', value: { candidateParents: [common.Peer.fromPartial({ id: '' })] } },
    ],
  ])('%s in the middle of a download is 3, and the peer has failed', async (_, request) => {
    await onStage({}, async ({ running, raw, say }) => {
      const stream = raw.open();
      say(stream, 'a', register());
      await stream.next();
      say(stream, 'a', sourceStarted, request);
      expect(await stream.released()).toEqual(releasedWith(3));
      const { client } = running;
      const peer = await unaryCall(client.statPeer.bind(client), { hostId: 'a', taskId: task, peerId: 'a-peer' });
      expect(peer.state).toBe('Failed');
    });
  });

  test('no parent within the time it may take is 8', async () => {
    await onStage({ SCHEDULER_ANSWER_TIMEOUT: '100ms' }, async ({ raw, say }) => {
      const [a, b] = [raw.open(), raw.open()];
      say(a, 'a', register());
      await a.next();
      say(b, 'b', register());
      expect(await b.released()).toEqual(releasedWith(8));
      say(a, 'a', failed);
      await a.released();
    });
  });

  test('no piece for too long is 4', async () => {
    await onStage({ SCHEDULER_GC_PIECE_DOWNLOAD_TIMEOUT: '100ms' }, async ({ raw, say }) => {
      const a = raw.open();
      say(a, 'a', register());
      await a.next();
      say(a, 'a', sourceStarted);
      expect(await a.released()).toEqual(releasedWith(4));
    });
  });

  test('the same peer on another stream, or another task under its id', async () => {
    await onStage({}, async ({ raw, say }) => {
      const [first, second, third] = [raw.open(), raw.open(), raw.open()];
      say(first, 'a', register());
      await first.next();
      say(second, 'a', register());
      expect(await first.released()).toEqual(releasedWith(10));
      third.say('a', taskOf('2'), register());
      expect(await third.released()).toEqual(releasedWith(6));
      say(second, 'a', failed);
      await second.released();
    });
  });

  test('a peer or host that is deleted meanwhile is 10', async () => {
    await onStage({}, async ({ running: { client }, raw, say }) => {
      const [a, b] = [raw.open(), raw.open()];
      say(a, 'a', register());
      await a.next();
      await unaryCall(client.deletePeer.bind(client), { hostId: 'a', taskId: task, peerId: 'a-peer' });
      expect(await a.released()).toEqual(releasedWith(10));
      say(b, 'b', register());
      await b.next();
      await unaryCall(client.deleteHost.bind(client), { hostId: 'b' });
      expect(await b.released()).toEqual(releasedWith(10));
    });
  });

  test('pieces that fail, from a parent and from the source, end no stream: the last word does, with OK', async () => {
    await onStage({}, async ({ raw, say }) => {
      const [a, b] = [raw.open(), raw.open()];
      say(a, 'a', register());
      await a.next();
      const origin = { $case: 'backend', value: { message: 'no', header: {}, statusCode: 503 } } as const;
      say(a, 'a', sourceStarted, {
        $case: 'downloadPieceBackToSourceFailedRequest',
        value: { pieceNumber: 0, response: origin },
      });
      say(b, 'b', register());
      expect((await b.next()).$case).toBe('normalTaskResponse');
      const lost = { pieceNumber: 0, parentId: 'a-peer', temporary: true };
      say(b, 'b', started, { $case: 'downloadPieceFailedRequest', value: lost }, failed);
      expect(await b.released()).toEqual(releasedWith(0));
      say(a, 'a', sourceFailed);
      expect(await a.released()).toEqual(releasedWith(0));
    });
  });

  test.each(announcePaths)('a message that is none on %s is 13', async (path) => {
    await onStage({}, async ({ raw }) => {
      const stream = raw.open(path);
      stream.sendBytes(Buffer.from([0xff, 0xff]));
      expect(await stream.released()).toEqual(releasedWith(13));
    });
  });
});
