import { silentLog, startTracing, tracingConfig, tracingOn } from '@damselfly/core/node';
import { traceSink } from '@damselfly/core/testing';
import { unaryCall } from '@damselfly/proto';
import { Metadata } from '@grpc/grpc-js';
import { afterEach, expect, test } from 'vitest';
import { announcedPeer } from '../testing/announced-peer.ts';
import { fakeSeed } from '../testing/fake-seed.ts';
import { hostMessage, runningScheduler, taskOf } from '../testing/running-scheduler.ts';

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

const trace = async (endpoint: string, more = {}) => {
  const config = tracingConfig.parse({ endpoint, ...more });
  stop = await startTracing({ config, service: 'scheduler', version: '1', log: silentLog() });
};

test('a cold download is one trace: the call, the question, its decision, the seed that is asked', async () => {
  await using sink = await traceSink();
  await using seed = await fakeSeed();
  await trace(sink.endpoint, { headers: { authorization: 'Bearer t' } });
  await using running = await runningScheduler();
  const asked = seed.next();
  const s = await announcedPeer(running, 's-seed', taskOf('1'), { type: 1, port: seed.port, downloadPort: seed.port });
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register();
  await asked;
  s.register({ needBackToSource: true });
  await s.next();
  s.backToSourceStarted();
  await a.next();
  for (const peer of [s, a]) peer.vanish();
  // What is still going on ends with the scheduler.
  await running[Symbol.asyncDispose]();
  await expect
    .poll(() => sink.spans.map(sink.pathOf).map((path) => path.join(' > ')))
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/AnnouncePeer > register$/),
        expect.stringMatching(/AnnouncePeer > register > decision$/),
        expect.stringMatching(/AnnouncePeer > register > source grant$/),
        expect.stringMatching(/AnnouncePeer > register > seed trigger > dfdaemon.v2.DfdaemonUpload\/DownloadTask > /),
      ]),
    );
  expect(sink.headers[0]).toMatchObject({ authorization: 'Bearer t' });
});

test("a caller's trace goes on in the scheduler, with the status of the call", async () => {
  await using sink = await traceSink();
  await trace(sink.endpoint);
  await using running = await runningScheduler();
  const { client } = running;
  const metadata = new Metadata();
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  metadata.set('traceparent', `00-${traceId}-b7ad6b7169203331-01`);
  const asked = unaryCall(client.statTask.bind(client), { hostId: 'h', taskId: taskOf('9') }, { metadata });
  await expect(asked).rejects.toMatchObject({ code: 'notFound' });
  await expect
    .poll(() => sink.spans.filter((span) => span.traceId === traceId))
    .toMatchObject([
      { name: 'scheduler.v2.Scheduler/StatTask', status: { code: 2, message: 'status 5' } },
      { name: 'scheduler.v2.Scheduler/StatTask', parentSpanId: 'b7ad6b7169203331' },
    ]);
});

test('without an endpoint nothing is recorded, and calls carry no context', async () => {
  await trace('');
  expect(tracingOn()).toBe(false);
});

test('a collector that is away holds nobody up', async () => {
  await trace('127.0.0.1:1');
  await using running = await runningScheduler();
  const { client } = running;
  await unaryCall(client.announceHost.bind(client), { host: hostMessage('a'), interval: undefined });
  await stop();
  expect(tracingOn()).toBe(false);
});
