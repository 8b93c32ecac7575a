import { expect, test } from 'vitest';
import { forEachBounded, shareOut } from './bounded.ts';

const never = new AbortController().signal;
const items = Array.from({ length: 20 }, (_, n) => n);

test('no more than the limit at once, and every item once', async () => {
  const seen: number[] = [];
  let [running, peak] = [0, 0];
  await forEachBounded(items, 3, never, async (item) => {
    running += 1;
    peak = Math.max(peak, running);
    await new Promise(setImmediate);
    running -= 1;
    seen.push(item);
  });
  expect(peak).toBe(3);
  expect(seen.sort((a, b) => a - b)).toEqual(items);
});

test('after a failure nothing is begun, and what was begun has ended before it is told', async () => {
  let [begun, ended] = [0, 0];
  const work = forEachBounded(items, 2, never, async (item) => {
    begun += 1;
    if (item === 0) throw new Error('first');
    await new Promise(setImmediate);
    ended += 1;
  });
  await expect(work).rejects.toThrow('first');
  expect([begun, ended]).toEqual([2, 1]);
});

test('an abort ends it with the reason', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const work = forEachBounded(items, 1, stop.signal, async (item) => {
    seen.push(item);
    if (item === 1) stop.abort(new Error('enough'));
  });
  await expect(work).rejects.toThrow('enough');
  expect(seen).toEqual([0, 1]);
});

test('items and their parts stay within the total together', () => {
  expect(shareOut({ items: 100, atOnce: 8, partsAtOnce: 500 })).toEqual({ items: 8, parts: 500 });
  expect(shareOut({ items: 100, atOnce: 100, partsAtOnce: 1000 })).toEqual({ items: 100, parts: 40 });
  expect(shareOut({ items: 0, atOnce: 8, partsAtOnce: 5 })).toEqual({ items: 1, parts: 5 });
});
