import { type common, scheduler, unaryCall } from '@damselfly/proto';
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
const finished: Request = { $case: 'downloadPeerFinishedRequest', value: {} };
const failed: Request = { $case: 'downloadPeerFailedRequest', value: { description: 'gave up' } };
const sourceStarted: Request = { $case: 'downloadPeerBackToSourceStartedRequest', value: {} };
const sourceFinished: Request = { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} };
const sourceFailed: Request = { $case: 'downloadPeerBackToSourceFailedRequest', value: { description: '404' } };

async function announce({ client }: RunningScheduler, ...names: string[]): Promise<void> {
  for (const name of names) {
    await unaryCall(client.announceHost.bind(client), { host: hostMessage(name), interval: undefined });
  }
}

/** Says one thing after the other on a stream. */
function speak(stream: RawStream, host: string, ...requests: Request[]): void {
  for (const request of requests) stream.say(host, task, request);
}

/** Host `a` holds the content. */
async function aHolder(running: RunningScheduler, raw: RawClient): Promise<void> {
  await announce(running, 'a');
  const a = raw.open();
  speak(a, 'a', register({ needBackToSource: true }));
  await a.next();
  speak(a, 'a', sourceStarted, sourceFinished);
  expect(await a.released()).toEqual(releasedWith(0));
}

describe('a client on bare HTTP/2 that never half-closes is released', () => {
  test('after a download from a parent, and has its headers before any answer', async () => {
    await using running = await runningScheduler();
    await using raw = new RawClient(running.address);
    await aHolder(running, raw);
    await announce(running, 'b');
    const b = raw.open();
    expect(await b.headers).toBe(200);
    speak(b, 'b', register());
    expect((await b.next()).$case).toBe('normalTaskResponse');
    const piece = pieceMessage(0, 'a-peer');
    speak(b, 'b', started, { $case: 'downloadPieceFinishedRequest', value: { piece } }, finished);
    expect(await b.released()).toEqual(releasedWith(0));
  });

  test.each([
    ['finished at the source', sourceFinished],
    ['failed at the source', sourceFailed],
    ['failed', failed],
  ])('after it has %s', async (_, lastWord) => {
    await using running = await runningScheduler();
    await using raw = new RawClient(running.address);
    await announce(running, 'a');
    const a = raw.open();
    speak(a, 'a', register());
    expect((await a.next()).$case).toBe('needBackToSourceResponse');
    speak(a, 'a', sourceStarted, lastWord);
    expect(await a.released()).toEqual(releasedWith(0));
  });

  test('after five answers that did not help', async () => {
    await using running = await runningScheduler({ SCHEDULER_BLOCK_TIME: '1ms' });
    await using raw = new RawClient(running.address);
    await aHolder(running, raw);
    await announce(running, 'b');
    const b = raw.open();
    speak(b, 'b', register());
    for (let answers = 1; answers < 5; answers += 1) {
      const answer = await b.next();
      if (answer.$case !== 'normalTaskResponse') throw new Error(answer.$case);
      const { candidateParents } = answer.value;
      speak(b, 'b', { $case: 'reschedulePeerRequest', value: { candidateParents, description: 'slow' } });
    }
    await b.next();
    speak(b, 'b', failed);
    expect(await b.released()).toEqual(releasedWith(0));
  });

  test.each([
    ['empty', { actualContentLength: 0n, actualPieceCount: 0n }, 'emptyTaskResponse'],
    ['complete on its host already', { metadataOnly: true }, 'metadataOnlyResponse'],
  ])('after a task that is %s', async (_, download, answer) => {
    await using running = await runningScheduler();
    await using raw = new RawClient(running.address);
    await announce(running, 'a');
    const a = raw.open();
    speak(a, 'a', register(download));
    expect((await a.next()).$case).toBe(answer);
    speak(a, 'a', started, finished);
    expect(await a.released()).toEqual(releasedWith(0));
  });

  test('after an error: no such host, a message that is none, an empty request', async () => {
    await using running = await runningScheduler();
    await using raw = new RawClient(running.address);
    const stray = raw.open();
    speak(stray, 'nowhere', register());
    expect(await stray.released()).toEqual(releasedWith(5));
    const garbled = raw.open();
    garbled.sendBytes(Buffer.from([0xff, 0xff]));
    expect(await garbled.released()).toEqual(releasedWith(13));
    const empty = raw.open();
    empty.sendBytes(scheduler.AnnouncePeerRequest.encode({ ...ids('a'), request: undefined }).finish());
    expect(await empty.released()).toEqual(releasedWith(3));
  });

  test.each(announcePaths)('after an empty request on %s', async (path) => {
    await using running = await runningScheduler();
    await using raw = new RawClient(running.address);
    const stream = raw.open(path);
    stream.sendBytes(scheduler.AnnouncePeerRequest.encode({ ...ids('a'), request: undefined }).finish());
    expect(await stream.released()).toEqual(releasedWith(3));
  });
});

const ids = (host: string) => ({ hostId: host, taskId: task, peerId: `${host}-peer` });
