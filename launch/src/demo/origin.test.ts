import { expect, test } from 'vitest';
import { startSampleOrigin } from './origin.ts';
import { sampleBytes } from './sample.ts';

const origin = () =>
  startSampleOrigin({ port: 0, path: '/f', lengthBytes: 300_000, bytesPerSecond: Number.POSITIVE_INFINITY });

test('a part of the sample is the same bytes as that part of the whole', () => {
  const whole = sampleBytes(0, 10_000);
  expect(sampleBytes(1237, 4001).equals(whole.subarray(1237, 4001))).toBe(true);
});

test('the origin answers a range with exactly those bytes and counts them', async () => {
  const served = await origin();
  const answer = await fetch(served.url, { headers: { range: 'bytes=100-199' } });
  expect([answer.status, answer.headers.get('content-range')]).toEqual([206, 'bytes 100-199/300000']);
  expect(Buffer.from(await answer.arrayBuffer()).equals(sampleBytes(100, 200))).toBe(true);
  expect(served.servedBytes()).toBe(100);
  await served.close();
});

test('the origin refuses a range behind the end and an unknown path', async () => {
  const served = await origin();
  expect((await fetch(served.url, { headers: { range: 'bytes=300000-' } })).status).toBe(416);
  expect((await fetch(`${served.url}x`)).status).toBe(404);
  await served.close();
});
