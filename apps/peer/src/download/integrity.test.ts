import { createHash } from 'node:crypto';
import { hostId } from '@damselfly/core';
import { createMetrics, silentLog } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { crc32c } from '../bytes/crc32.ts';
import { memorySwarm, pieceLength } from '../testing/memory-swarm.ts';
import { Quarantine } from './quarantine.ts';

const flipped = (bytes: Buffer) => {
  const wrong = Buffer.from(bytes);
  wrong[100] = (wrong[100] ?? 0) ^ 1;
  return wrong;
};
const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

test('a parent whose pieces fit their own sums but not the content is found out, reported and left for an hour', async () => {
  const parents = {
    liar: { holds: [2], bytes: (_: number, truth: Buffer) => flipped(truth) },
    honest: { holds: [0, 1, 3, 4, 5] },
  };
  await using swarm = await memorySwarm({ parents });
  const digest = digestOf(swarm.content);
  expect((await swarm.fetch({ digest })).equals(swarm.content)).toBe(true);
  expect(swarm.parts.store.task(swarm.request.task)?.state).toBe('finished');
  const blamed = swarm.reports.filter((report) => report.kind === 'pieceFailed');
  expect(blamed).toEqual([{ kind: 'pieceFailed', number: 2, parent: 'liar' }]);
  expect(swarm.reports.at(-1)).toEqual({ kind: 'backToSourceFinished' });
  const { quarantine } = swarm.parts;
  expect([quarantine.holds(hostId('host-liar')), quarantine.holds(hostId('host-honest'))]).toEqual([true, false]);
  const metrics = await swarm.registry.metrics();
  expect(metrics).toContain('damselfly_peer_false_pieces_total 1');
  expect(metrics).toContain('damselfly_peer_quarantined_hosts 1');

  const asked = swarm.asked.length;
  expect((await swarm.fetch({ task: swarm.requestFor('next').task })).equals(swarm.content)).toBe(true);
  expect(swarm.asked.slice(asked).some(({ parent }) => parent === 'liar')).toBe(false);
});

test('content that is wrong at its source, too, is never finished', async () => {
  await using swarm = await memorySwarm({ parents: { honest: {} } });
  await expect(swarm.fetch({ digest: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({ code: 'corrupt' });
  expect(swarm.parts.store.task(swarm.request.task)?.state).toBe('failed');
  expect(swarm.parts.quarantine.holds(hostId('host-honest'))).toBe(false);
});

test('the digest a source promises is compared although nobody asked for it', async () => {
  await using swarm = await memorySwarm({ parents: { liar: { bytes: (_, truth) => flipped(truth) } } });
  const { source } = swarm.parts;
  const stat = source.stat.bind(source);
  source.stat = async (...asked) => ({ ...(await stat(...asked)), digest: digestOf(swarm.content) });
  expect((await swarm.fetch()).equals(swarm.content)).toBe(true);
  expect(swarm.parts.quarantine.holds(hostId('host-liar'))).toBe(true);
});

test('a parent of an older client, which sums with the other polynomial, is believed', async () => {
  await using swarm = await memorySwarm({ parents: {}, pieces: 1 });
  const digest = `crc32:${crc32c(swarm.content)}`;
  await using older = await memorySwarm({ parents: { older: { digest } }, pieces: 1 });
  expect((await older.fetch()).equals(older.content)).toBe(true);
  expect(older.asked).toHaveLength(1);
  expect(older.reports.some(({ kind }) => kind === 'pieceFailed')).toBe(false);
});

test('a host that sends three damaged pieces is left for ten minutes, one that sends two in an hour is not', () => {
  let nowMs = 0;
  const quarantine = new Quarantine({ log: silentLog(), registry: createMetrics(), nowMs: () => nowMs });
  const [careless, unlucky] = [hostId('careless'), hostId('unlucky')];
  for (let piece = 0; piece < 3; piece += 1) quarantine.damaged(careless);
  expect(quarantine.holds(careless)).toBe(true);
  nowMs = 10 * 60_000 + 1;
  expect(quarantine.holds(careless)).toBe(false);
  for (let piece = 0; piece < 6; piece += 1) {
    quarantine.damaged(unlucky);
    nowMs += 6 * 60_000;
  }
  expect(quarantine.holds(unlucky)).toBe(false);
});

test('what arrives out of order is summed as if it had come in order', async () => {
  await using swarm = await memorySwarm({ parents: { one: {} }, concurrency: 1, pieces: 9 });
  expect(pieceLength).toBeLessThan(swarm.content.length);
  for (const algorithm of ['sha512', 'md5', 'sha1']) {
    const digest = `${algorithm}:${createHash(algorithm).update(swarm.content).digest('hex')}`;
    const task = swarm.requestFor(algorithm).task;
    expect((await swarm.fetch({ task, digest })).equals(swarm.content)).toBe(true);
    expect(swarm.parts.store.task(task)?.state).toBe('finished');
  }
});
