import { Failure, hostId, peerId, taskId } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { expect, test, vi } from 'vitest';
import { ParentSet } from './parent-set.ts';
import type { AvailablePiece, PieceFeed } from './piece-feed.ts';
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

async function parentsOf(feed: PieceFeed, names: readonly string[]): Promise<ParentSet> {
  const set = new ParentSet({
    task: taskId('t'),
    feed,
    log: silentLog(),
    changed: () => undefined,
    canReach: () => true,
  });
  set.offer(names.map(candidate), [0, 1, 2]);
  return set;
}

test('a parent whose stream breaks leaves at once', async () => {
  const set = await parentsOf(scripted({ a: [0], b: [0] }, { a: 'fails' }), ['a', 'b']);
  await vi.waitFor(() => expect(set.size).toBe(1));
  expect(set.copies(0)).toBe(1);
  await set.close();
});

test('there is hope for a piece while a parent that lacks it may still get it', async () => {
  const open = await parentsOf(scripted({ a: [0] }), ['a']);
  await vi.waitFor(() => expect(open.copies(0)).toBe(1));
  expect(open.hopeFor(1)).toBe(true);
  const ended = await parentsOf(scripted({ a: [0] }, { a: 'ends' }), ['a']);
  await vi.waitFor(() => expect(ended.hopeFor(1)).toBe(false));
  expect(ended.hopeFor(0)).toBe(true);
  await Promise.all([open.close(), ended.close()]);
});

test('the faster parent is asked more often, and one never tried is tried', async () => {
  const set = await parentsOf(scripted({ slow: [0, 1], fast: [0, 1] }), ['slow', 'fast']);
  await vi.waitFor(() => expect(set.copies(0)).toBe(2));
  set.begin(peerId('slow')).delivered(1000, 1000);
  expect(set.bestFor(0)?.parent.candidate.peer).toBe('slow');
  set.begin(peerId('fast')).delivered(9000, 1000);
  expect(set.bestFor(0)?.parent.candidate.peer).toBe('fast');
  for (let i = 0; i < 9; i += 1) set.begin(peerId('fast'));
  expect(set.bestFor(0)?.parent.candidate.peer).toBe('slow');
  await set.close();
});

test('a piece a parent failed to give is asked of others, and of it again once forgiven', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await vi.waitFor(() => expect(set.copies(1)).toBe(1));
  set.begin(peerId('a')).failed(0, false);
  expect(set.copies(0)).toBe(0);
  expect(set.copies(1)).toBe(1);
  expect(set.forgive()).toBe(true);
  expect(set.copies(0)).toBe(1);
  await set.close();
});

test('a parent that fails twice in a row is left', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await vi.waitFor(() => expect(set.copies(1)).toBe(1));
  set.begin(peerId('a')).failed(0, false);
  set.begin(peerId('a')).failed(1, false);
  expect(set.size).toBe(0);
  expect(set.triedIds()).toEqual(['a']);
  await set.close();
});

test('a parent that sends damaged pieces is asked for its others, up to a limit', async () => {
  const set = await parentsOf(scripted({ a: [0, 1] }), ['a']);
  await vi.waitFor(() => expect(set.copies(1)).toBe(1));
  for (let i = 0; i < 7; i += 1) set.begin(peerId('a')).failed(0, true);
  expect(set.copies(1)).toBe(1);
  set.begin(peerId('a')).failed(0, true);
  expect(set.size).toBe(0);
  await set.close();
});
