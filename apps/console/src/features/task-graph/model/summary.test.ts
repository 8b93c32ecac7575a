import { expect, test } from 'vitest';
import { wordsOf } from '../messages.ts';
import { Announcer } from './announcer.ts';
import type { Counters } from './counters.ts';
import { summaryOf } from './summary.ts';

const counters = (part: Partial<Counters> = {}): Counters => ({
  ...{ peers: 2000, seeds: 6, throughputBps: 0, originBps: 0, complete: 0.646, receivedBytes: 0, originBytes: 0 },
  ...{ states: { waiting: 0, downloading: 1979, backToSource: 0, succeeded: 0, failed: 21 }, facts: undefined },
  ...part,
});

const states = (part: Partial<Counters['states']>): Counters['states'] => ({
  ...{ waiting: 0, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 },
  ...part,
});

test('the summary says how many, how far and what went wrong', () => {
  expect(summaryOf(counters(), wordsOf.en)).toBe('2,000 peers, 6 seeds among them, 64.6% complete, 21 failed');
});

test('one peer is one peer, and none is said as such', () => {
  const one = counters({ peers: 1, seeds: 0, complete: 1, states: states({ succeeded: 1 }) });
  expect(summaryOf(one, wordsOf.en)).toBe('1 peer, 100% complete');
  expect(summaryOf(counters({ peers: 0 }), wordsOf.en)).toBe('No peers yet');
});

test('a share says 100 % only when nothing is missing', () => {
  expect(summaryOf(counters({ complete: 0.99999 }), wordsOf.en)).toContain('99.9% complete');
});

test('a screen reader hears failures first, and no more than one sentence in five seconds', () => {
  const announcer = new Announcer();
  const quiet = { failed: 0, downloading: 4 };
  expect(announcer.next(counters({ peers: 4, states: states(quiet) }), 'live', 0, wordsOf.en)).toMatch(/^4 peers/);
  const worse = counters({ peers: 6, states: states({ failed: 2, downloading: 4 }) });
  expect(announcer.next(worse, 'live', 4999, wordsOf.en)).toBeUndefined();
  expect(announcer.next(worse, 'live', 5000, wordsOf.en)).toMatch(/^2 peers failed\./);
  expect(announcer.next(worse, 'live', 20_000, wordsOf.en)).toBeUndefined();
});

test('a screen reader hears the end and a lost connection, but no progress', () => {
  const announcer = new Announcer();
  announcer.next(counters({ peers: 2, complete: 0.2, states: states({ downloading: 2 }) }), 'live', 0, wordsOf.en);
  const further = counters({ peers: 2, complete: 0.7, states: states({ downloading: 2 }) });
  expect(announcer.next(further, 'live', 10_000, wordsOf.en)).toBeUndefined();
  expect(announcer.next(further, 'retrying', 20_000, wordsOf.en)).toBe('The connection is lost; trying again.');
  const done = counters({ peers: 2, complete: 1, states: states({ succeeded: 2 }) });
  expect(announcer.next(done, 'retrying', 30_000, wordsOf.en)).toBe('All 2 peers are done.');
});

test('the summary speaks Chinese too', () => {
  expect(summaryOf(counters(), wordsOf.zh)).toBe('2,000 个节点, 其中 6 个种子, 完成 64.6%, 21 个失败');
});
