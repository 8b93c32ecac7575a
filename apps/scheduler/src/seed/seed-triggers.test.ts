import { Failure } from '@damselfly/core';
import { expect, test } from 'vitest';
import { announcedPeer } from '../testing/announced-peer.ts';
import { fakeSeed } from '../testing/fake-seed.ts';
import { runningScheduler, taskOf } from '../testing/running-scheduler.ts';

test("a cold task is asked of the seed with the caller's own download, unknown fields included, but not its output path", async () => {
  await using seed = await fakeSeed();
  await using running = await runningScheduler();
  await announcedPeer(running, 's-seed', taskOf('1'), { type: 1, port: seed.port, downloadPort: seed.port });
  const a = await announcedPeer(running, 'a', taskOf('1'));
  const asked = seed.next();
  // Field 900, wire type 2, "later".
  const later = { 7202: [Uint8Array.from([5, ...Buffer.from('later')])] };
  a.register({ outputPath: '/tmp/out', tag: 'v1', disableBackToSource: true, _unknownFields: later });
  expect(await asked).toMatchObject({
    url: 'http://origin.test/file',
    tag: 'v1',
    outputPath: undefined,
    needBackToSource: true,
    disableBackToSource: false,
    _unknownFields: { 7202: [Buffer.from([5, ...Buffer.from('later')])] },
  });
});

test('the seed registers, is sent to the source, and the peer that waited gets it as parent', async () => {
  await using seed = await fakeSeed();
  await using running = await runningScheduler();
  const s = await announcedPeer(running, 's-seed', taskOf('1'), { type: 1, port: seed.port, downloadPort: seed.port });
  const a = await announcedPeer(running, 'a', taskOf('1'));
  const asked = seed.next();
  a.register();
  await asked;
  s.register({ needBackToSource: true });
  expect((await s.next()).$case).toBe('needBackToSourceResponse');
  s.backToSourceStarted();
  expect(await a.parents()).toEqual([s.id]);
});

test('when the seed refuses, the peer that waits goes to the source at once', async () => {
  await using seed = await fakeSeed({ fails: new Failure('storage', 'disk full') });
  await using running = await runningScheduler({ SCHEDULER_ORIGIN_SEED_TIMEOUT: '1h' });
  await announcedPeer(running, 's-seed', taskOf('1'), { type: 1, port: seed.port, downloadPort: seed.port });
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register();
  expect((await a.next()).$case).toBe('needBackToSourceResponse');
});

test('when the seed stays silent, the peer that waits goes to the source after the configured time', async () => {
  await using seed = await fakeSeed();
  await using running = await runningScheduler({ SCHEDULER_ORIGIN_SEED_TIMEOUT: '50ms' });
  await announcedPeer(running, 's-seed', taskOf('1'), { type: 1, port: seed.port, downloadPort: seed.port });
  const a = await announcedPeer(running, 'a', taskOf('1'));
  a.register();
  expect((await a.next()).$case).toBe('needBackToSourceResponse');
  expect(seed.asked).toHaveLength(1);
});
