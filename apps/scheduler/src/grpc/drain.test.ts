import { type scheduler, unaryCall } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { RawClient, releasedWith } from '../testing/raw-client.ts';
import {
  downloadMessage,
  hostMessage,
  type RunningScheduler,
  runningScheduler,
  taskOf,
} from '../testing/running-scheduler.ts';

type Request = NonNullable<scheduler.AnnouncePeerRequest['request']>;
const task = taskOf('1');
const register: Request = { $case: 'registerPeerRequest', value: { download: downloadMessage() } };
const begun: Request = { $case: 'downloadPeerBackToSourceStartedRequest', value: {} };
const done: Request = { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} };

/** A peer at the source, on a stream of its own connection. */
async function underWay(running: RunningScheduler, raw: RawClient) {
  const { client } = running;
  await unaryCall(client.announceHost.bind(client), { host: hostMessage('a'), interval: undefined });
  const stream = raw.open();
  stream.say('a', task, register);
  await stream.next();
  stream.say('a', task, begun);
  return stream;
}

test('a scheduler that stops lets a download under way come to its end and takes no new connection', async () => {
  const running = await runningScheduler({ SERVER_DRAIN_TIMEOUT: '60s' });
  const raw = new RawClient(running.address);
  const stream = await underWay(running, raw);
  let stopped = false;
  const stopping = running[Symbol.asyncDispose]().then(() => {
    stopped = true;
  });
  await raw.leaving;
  const late = new RawClient(running.address);
  await expect(late.refused).resolves.toMatch(/ECONNREFUSED|closed/);
  expect(stopped).toBe(false);
  stream.say('a', task, done);
  expect(await stream.released()).toEqual(releasedWith(0));
  await stopping;
});

test('after the time it may take, what still goes on is cut', async () => {
  const running = await runningScheduler({ SERVER_DRAIN_TIMEOUT: '50ms' });
  const raw = new RawClient(running.address);
  const stream = await underWay(running, raw);
  await running[Symbol.asyncDispose]();
  expect((await stream.released()).status).not.toBe('0');
});
