import { expect, test } from 'vitest';
import { percent } from './percent.ts';

test.each([
  [0, '0 %'],
  [0.0342, '3.4 %'],
  [0.97, '97 %'],
  [0.9999, '99 %'],
  [1, '100 %'],
])('%f reads %s', (share, text) => {
  expect(percent(share)).toBe(text);
});
