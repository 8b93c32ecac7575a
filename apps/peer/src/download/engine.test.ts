import { setMaxListeners } from 'node:events';
import { Failure } from '@damselfly/core';
import { expect, test } from 'vitest';
import { FairSlots } from '../rate/fair-slots.ts';
import { TokenBucket } from '../rate/token-bucket.ts';
import { eventually } from '../testing/eventually.ts';
import { memorySwarm, pieceLength, silence } from '../testing/memory-swarm.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);

test('the piece fewest parents hold is asked for first, the piece of a reader before it', async () => {
  const parents = { all: {}, most: { holds: [0, 1, 2, 3, 4] }, some: { holds: [0, 1, 2, 3, 4] } };
  await using swarm = await memorySwarm({ parents, concurrency: 1 });
  await swarm.fetch();
  // Before the other parents have spoken every piece is as rare as any other.
  expect(swarm.asked.slice(0, 3).map(({ number }) => number)).toContain(5);

  await using read = await memorySwarm({ parents, concurrency: 1, pieces: 40 });
  const download = await read.downloads.open(read.requestFor('task'), never);
  download.readAt(20);
  for await (const piece of download.pieces(never, false)) if (piece.number === 23) break;
  download.close();
  const order = read.asked.map(({ number }) => number);
  expect(order.indexOf(20)).toBeLessThan(3);
  expect(order.indexOf(23)).toBeLessThan(8);
});

test('a piece its parent holds back at the end comes from a second one, and the first is neither waited for nor blamed', async () => {
  let held = 0;
  const parents = {
    frozen: {
      before: (number: number, signal: AbortSignal) => {
        held += 1;
        return held > 2 ? silence(number, signal) : undefined;
      },
    },
    sound: {},
  };
  await using swarm = await memorySwarm({ parents, concurrency: 4, pieces: 12 });
  expect((await swarm.fetch()).equals(swarm.content)).toBe(true);
  expect(swarm.reports.filter(({ kind }) => kind === 'pieceFailed')).toEqual([]);
  expect(swarm.reports.filter(({ kind }) => kind === 'pieceFinished')).toHaveLength(12);
  expect(await swarm.registry.metrics()).toMatch(/dragonfly_client_piece_hedged_total [1-9]/);
});

test('a swarm in which everybody answers in time sends nothing twice', async () => {
  const slow = { before: () => new Promise<void>((resolve) => setTimeout(resolve, 20)) };
  await using swarm = await memorySwarm({ parents: { a: slow, b: slow, c: slow }, pieces: 10 });
  await swarm.fetch();
  expect(swarm.asked).toHaveLength(10);
});

test('transfers stay within the limit of the task and of the daemon', async () => {
  let now = 0;
  let most = 0;
  let limit = 3;
  const parent = {
    before: async () => {
      now += 1;
      most = Math.max(most, now);
      // Long enough for another one to begin, if it may.
      for (let waits = 0; waits < 40 && now <= limit; waits += 1)
        await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
    },
  };
  await using narrow = await memorySwarm({ parents: { parent }, concurrency: 3, pieces: 12 });
  await narrow.fetch();
  expect(most).toBe(3);
  most = 0;
  limit = 2;
  await using crowded = await memorySwarm({ parents: { parent }, pieces: 6, parts: { slots: new FairSlots(2) } });
  const tasks = ['a', 'b', 'c'].map((name) => crowded.fetch({ task: crowded.requestFor(name).task }));
  for (const file of await Promise.all(tasks)) expect(file.equals(crowded.content)).toBe(true);
  expect(most).toBe(2);
  expect(crowded.parts.slots.taken).toBe(0);
});

test('callers of one task at the same time have each piece fetched once', async () => {
  await using swarm = await memorySwarm({ parents: { a: {}, b: {} } });
  const files = await Promise.all([swarm.fetch(), swarm.fetch(), swarm.fetch()]);
  expect(files.every((file) => file.equals(swarm.content))).toBe(true);
  expect(swarm.asked).toHaveLength(6);
});

test('an urgent task gets more of a narrow line than one that can wait', async () => {
  const downloadLimiter = new TokenBucket({ bytesPerSecond: 24 * 2 ** 20, burstBytes: 2 ** 18 });
  await using swarm = await memorySwarm({ parents: { a: {} }, pieces: 5, parts: { downloadLimiter } });
  const order: string[] = [];
  const run = async (name: string, priority: number) => {
    await swarm.fetch({ task: swarm.requestFor(name).task, priority });
    order.push(name);
  };
  await Promise.all([run('patient', 3), run('urgent', 6)]);
  expect(order).toEqual(['urgent', 'patient']);
});

test('the rest of a content is fetched ahead within its own limit, and a reader does not wait behind it', async () => {
  const prefetchLimiter = new TokenBucket({ bytesPerSecond: 1, burstBytes: 1 });
  await using swarm = await memorySwarm({ parents: { a: {} }, parts: { prefetchLimiter } });
  const range = { start: 0, length: 10 };
  const first = await swarm.downloads.open(swarm.requestFor('task', { range }), never);
  swarm.downloads.prefetch(swarm.requestFor('task', { range }));
  for await (const _ of first.pieces(never, true));
  await eventually(() => expect(swarm.asked.length).toBeGreaterThan(1));
  const later = { start: 5 * pieceLength, length: 10 };
  const second = await swarm.downloads.open(swarm.requestFor('task', { range: later }), never);
  for await (const _ of second.pieces(never, true));
  expect(swarm.parts.store.task(swarm.request.task)?.state).toBe('partial');
  const all = await swarm.downloads.open(swarm.requestFor('task'), never);
  for await (const _ of all.pieces(never, true));
  expect(swarm.asked).toHaveLength(6);
  expect(await swarm.registry.metrics()).toMatch(/dragonfly_client_prefetch_task_total\{[^}]*\} 1/);
  for (const download of [first, second, all]) download.close();
});

test('a parent that fails is replaced, and the failure is reported once a piece', async () => {
  const broken = {
    before: () => {
      throw new Failure('unavailable', 'broken');
    },
  };
  await using swarm = await memorySwarm({ parents: { broken, sound: {} } });
  expect((await swarm.fetch()).equals(swarm.content)).toBe(true);
  const blamed = swarm.reports.filter((report) => report.kind === 'pieceFailed');
  expect(blamed.length).toBeGreaterThan(0);
  expect(new Set(blamed.map((report) => report.kind === 'pieceFailed' && report.parent))).toEqual(new Set(['broken']));
});

test('a parent that has no room is asked again, and nothing is held against it', async () => {
  const refusals = new Map<number, number>();
  const before = (number: number) => {
    const count = (refusals.get(number) ?? 0) + 1;
    refusals.set(number, count);
    if (count <= 2) throw new Failure(number % 2 === 0 ? 'exhausted' : 'conflict', 'not now');
  };
  await using swarm = await memorySwarm({ parents: { parent: { before } }, pieces: 4 });
  expect((await swarm.fetch()).equals(swarm.content)).toBe(true);
  expect(swarm.reports.some(({ kind }) => kind === 'pieceFailed')).toBe(false);
  expect([...refusals.values()]).toEqual([3, 3, 3, 3]);
});
