import { expect, test } from 'vitest';
import { presetOf, timeZones } from './schedule.ts';

test('a line that means a known rhythm is told as one, however it is spaced', () => {
  expect(presetOf(' 0  3 * * 1-5 ')).toBe('0 3 * * 1-5');
  expect(presetOf('5 3 * * 1-5')).toBeUndefined();
});

test('the own time zone stands first, and each stands once', () => {
  const zones = timeZones('Europe/Berlin');
  expect(zones.slice(0, 2)).toEqual(['Europe/Berlin', 'UTC']);
  expect(new Set(zones).size).toBe(zones.length);
});
