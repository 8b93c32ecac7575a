import { expect, test } from 'vitest';
import { timeTicks, valueTicks } from './ticks.ts';

test('values get round steps that reach above the highest', () => {
  expect(valueTicks(87, 4, 'plain')).toEqual([0, 25, 50, 75, 100]);
  expect(valueTicks(0.3, 3, 'plain')).toEqual([0, 0.1, 0.2, 0.3]);
  expect(valueTicks(0, 3, 'plain')).toEqual([0]);
});

test('sizes step by round numbers of their unit', () => {
  const mib = 2 ** 20;
  expect(valueTicks(90 * mib, 2, 'bytes')).toEqual([0, 50 * mib, 100 * mib]);
});

test('times stand at round hours of the reader, wherever that is', () => {
  const hour = 3_600_000;
  const noonUtc = Date.UTC(2026, 0, 1, 12, 7);
  expect(timeTicks(noonUtc, noonUtc + 3 * hour, 4, 0)).toEqual([13, 14, 15].map((h) => Date.UTC(2026, 0, 1, h)));
  // India: half past five ahead, so a full hour there is half past in UTC.
  expect(timeTicks(noonUtc, noonUtc + hour, 1, 5.5 * hour)).toEqual([Date.UTC(2026, 0, 1, 12, 30)]);
});
