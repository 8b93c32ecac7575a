import { expect, test } from 'vitest';
import { rateClass, rateScale } from './rate-class.ts';

const mib = 1024 * 1024;

test('classes split at 20, 80 and 200 MiB/s, and next to nothing is idle', () => {
  const classes = [0, 0.3, 0.5, 19.9, 20, 79, 80, 199, 200, 5000].map((rate) => rateClass(rate * mib, 1));
  expect(classes).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});

test('a slow swarm is told apart on a smaller scale', () => {
  const rates = [3 * mib, 1 * mib];
  const scale = rateScale(rates, 1);
  expect(scale).toBe(0.01);
  expect(rates.map((rate) => rateClass(rate, scale))).toEqual([4, 3]);
});

test('one burst does not turn a busy crowd idle', () => {
  const crowd = Array.from({ length: 500 }, () => 120 * mib);
  expect(rateScale([...crowd, 4000 * mib], 1)).toBe(1);
});

test('the scale rises at once and falls only well below its limit', () => {
  expect(rateScale([90 * mib], 0.1)).toBe(1);
  expect(rateScale([60 * mib], 1)).toBe(1);
  expect(rateScale([30 * mib], 1)).toBe(0.1);
});
