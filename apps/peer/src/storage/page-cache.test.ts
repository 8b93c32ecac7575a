import { expect, test } from 'vitest';
import { PageCache, slowReadMs } from './page-cache.ts';

test('what has just passed is in memory until as much as the window has passed after it', () => {
  const cache = new PageCache({ windowBytes: 10 });
  const first = cache.pass(4);
  cache.pass(9);
  expect(cache.holds(first)).toBe(true);
  cache.pass(1);
  expect(cache.holds(first)).toBe(false);
  expect(cache.holds(undefined)).toBe(false);
});

test('after a read that waited for the disk nothing is taken to be in memory, until it passes again', () => {
  const cache = new PageCache({ windowBytes: 100 });
  const mark = cache.pass(4);
  cache.tookMs(slowReadMs - 1);
  expect(cache.holds(mark)).toBe(true);
  cache.tookMs(slowReadMs);
  expect(cache.holds(mark)).toBe(false);
  expect(cache.holds(cache.pass(4))).toBe(true);
});
