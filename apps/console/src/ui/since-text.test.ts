import { expect, test } from 'vitest';
import { sinceText } from './since-text.ts';

test.each([
  [0, 'just now'],
  [4_999, 'just now'],
  [40_000, '40 s ago'],
  [3 * 60_000 + 59_000, '3 min ago'],
  [5 * 3_600_000, '5 h ago'],
  [50 * 3_600_000, '2 d ago'],
])('%i ms ago reads %s', (elapsedMs, text) => {
  expect(sinceText(1_000, 1_000 + elapsedMs)).toBe(text);
});
