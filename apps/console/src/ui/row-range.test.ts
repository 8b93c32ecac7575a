import { expect, test } from 'vitest';
import { overscan, rowRange } from './row-range.ts';

const range = (scrolledPx: number, count = 10_000) => rowRange({ scrolledPx, heightPx: 500, rowPx: 50, count });

test('the rows in sight are drawn, and some beyond each edge', () => {
  expect(range(0)).toEqual({ from: 0, to: 10 + overscan });
  expect(range(5025)).toEqual({ from: 100 - overscan, to: 111 + overscan });
  expect(range(499_500)).toEqual({ from: 9990 - overscan, to: 10_000 });
});

test('no rows, fewer rows than fit, and a list that became shorter than it is scrolled', () => {
  expect(range(0, 0)).toEqual({ from: 0, to: 0 });
  expect(range(0, 3)).toEqual({ from: 0, to: 3 });
  expect(range(90_000, 20)).toEqual({ from: 20, to: 20 });
});
