import { Failure, hostId, peerId, taskId } from '@damselfly/core';
import { createMetrics, silentLog } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { HostSpeeds } from './host-speeds.ts';
import { ParentSet } from './parent-set.ts';
import type { AvailablePiece, PieceFeed } from './piece-feed.ts';
import { Quarantine } from './quarantine.ts';
import type { ParentCandidate } from './scheduling.ts';

const candidate = (name: string): ParentCandidate => ({
  peer: peerId(name),
  host: hostId(`host-${name}`),
  ip: '127.0.0.1',
  port: 4000,
});

/** Parents that say what they are given to say, and then stay, end or fail. */
function scripted(says: Record<string, readonly number[]>, then: Record<string, 'ends' | 'fails'> = {}): PieceFeed {
  return {
    async *follow({ peer, host, ip }, _task, _interesting, signal): AsyncGenerator<AvailablePiece> {
      for (const number of says[peer] ?? []) yield { number, address: { peer, host, ip, tcpPort: 1 } };
      if (then[peer] === 'ends') return;
      if (then[peer] === 'fails') throw new Failure('unavailable', 'gone');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  };
}

async function parentsOf(feed: PieceFeed, names: readonly string[], speeds = new HostSpeeds()): Promise<ParentSet> {
  const set = new ParentSet({
    task: taskId('t'),
    feed,
    log: silentLog(),
    changed: () => undefined,
    canReach: () => true,
    onLost: () => undefined,
    speeds,
    quarantine: new Quarantine({ log: silentLog(), registry: createMetrics() }),
  });
  set.offer(names.map(candidate), [0, 1, 2]);
  return set;
}

test('a parent whose stream breaks leaves at once', async () => {
  const set = await parentsOf(scripted({ a: [0], b: [0] }, { a: 'fails' }), ['a', 'b']);
  await eventually(() => expect(set.size).toBe(1));
  expect(set.copies(0)).toBe(1);
  await set.close();
});

test('there is hope for a piece while a parent that lacks it may still get it', async () => {
  const open = await parentsOf(scripted({ a: [0] }), ['a']);
  await eventually(() => expect(open.copies(0)).toBe(1));
  expect(open.hopeFor(1)).toBe(true);
  const ended = await parentsOf(scripted({ a: [0] }, { a: 'ends' }), ['a']);
  await eventually(() => expect(ended.hopeFor(1)).toBe(false));
  expect(ended.hopeFor(0)).toBe(true);
  await Promise.all([open.close(), ended.close()]);
});

test('the faster parent is asked more often, and one never tried is tried', async () => {
  const set = await parentsOf(scripted({ slow: [0, 1], fast: [0, 1] }), ['slow', 'fast']);
  await eventually(() => expect(set.copies(0)).toBe(2));
  const best = () => set.bestFor({ number: 0, length: 1000 })?.address.peer;
  const first = best();
  const other = first === 'slow' ? 'fast' : 'slow';
  set.begin(peerId(String(first)), 1000).delivered(1000);
  const busy = set.begin(peerId(String(first)), 1000);
  expect(best()).toBe(other);
  busy.ended();
  set.begin(peerId('slow'), 1000).delivered(1000);
  set.begin(peerId('fast'), 9000).delivered(10);
  expect(best()).toBe('fast');
  await set.close();
});

test('a piece a parent failed to give is asked of others, and of it again once forgiven', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await eventually(() => expect(set.copies(1)).toBe(1));
  set.begin(peerId('a'), 1000).failed(0, false);
  expect(set.copies(0)).toBe(0);
  expect(set.copies(1)).toBe(1);
  expect(set.forgive()).toBe(true);
  expect(set.copies(0)).toBe(1);
  await set.close();
});

test('a parent that fails twice in a row is left', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await eventually(() => expect(set.copies(1)).toBe(1));
  set.begin(peerId('a'), 1000).failed(0, false);
  set.begin(peerId('a'), 1000).failed(1, false);
  expect(set.size).toBe(0);
  expect(set.triedIds()).toEqual(['a']);
  await set.close();
});

test('a parent that sends damaged pieces is asked for its others, up to a limit', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await eventually(() => expect(set.copies(1)).toBe(1));
  for (let i = 0; i < 7; i += 1) set.begin(peerId('a'), 1000).failed(0, true);
  expect(set.copies(1)).toBe(1);
  set.begin(peerId('a'), 1000).failed(0, true);
  expect(set.size).toBe(0);
  await set.close();
});

test('a parent that already sends much is asked less than an idle one of the same speed', async () => {
  const speeds = new HostSpeeds();
  const set = await parentsOf(scripted({ a: [0, 1], b: [0, 1] }), ['a', 'b'], speeds);
  await eventually(() => expect(set.copies(0)).toBe(2));
  for (const name of ['a', 'b']) set.begin(peerId(name), 1000).delivered(10);
  const elsewhere = speeds.begin(hostId('host-a'), 64_000);
  expect(set.bestFor({ number: 0, length: 1000 })?.address.peer).toBe('b');
  set.begin(peerId('b'), 1000);
  expect(set.bestFor({ number: 0, length: 1000 })?.address.peer).toBe('b');
  elsewhere.ended();
  expect(set.bestFor({ number: 0, length: 1000 })?.address.peer).toBe('a');
  expect(set.bestFor({ number: 0, length: 1000 }, hostId('host-a'))?.address.peer).toBe('b');
  await set.close();
});

test('a host that was outrun is known to be slow in the next download, too', async () => {
  const speeds = new HostSpeeds();
  const set = await parentsOf(scripted({ a: [0], b: [0] }), ['a', 'b'], speeds);
  await eventually(() => expect(set.copies(0)).toBe(2));
  for (const name of ['a', 'b']) set.begin(peerId(name), 4_000_000).delivered(100);
  for (let n = 0; n < 5; n += 1) set.begin(peerId('a'), 4_000_000).outrun(10_000);
  await set.close();
  const later = await parentsOf(scripted({ a: [0], b: [0] }), ['a', 'b'], speeds);
  await eventually(() => expect(later.copies(0)).toBe(2));
  expect(later.bestFor({ number: 0, length: 1000 })?.address.peer).toBe('b');
  await later.close();
});

test('a busy parent is asked again after a while, for another piece at once when only one is not to be had', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await eventually(() => expect(set.copies(1)).toBe(1));
  expect(set.freeInMs()).toBeUndefined();
  set.busy(peerId('a'), 10_000, 0);
  expect([set.copies(0), set.copies(1)]).toEqual([0, 1]);
  expect(set.bestFor({ number: 0, length: 1000 })).toBeUndefined();
  expect(set.bestFor({ number: 1, length: 1000 })?.address.peer).toBe('a');
  set.busy(peerId('a'), 20);
  expect(set.bestFor({ number: 1, length: 1000 })).toBeUndefined();
  expect(set.freeInMs()).toBeLessThanOrEqual(20);
  expect(set.hopeFor(0)).toBe(true);
  await eventually(() => expect(set.bestFor({ number: 1, length: 1000 })?.address.peer).toBe('a'));
  await set.close();
});
