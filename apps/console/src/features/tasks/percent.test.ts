import { expect, test } from 'vitest';
import { percent } from './percent.ts';

test.each([
  [0, '0 %'],
  [0.0342, '3.4 %'],
  [0.9705, '97.0 %'],
  [0.9999, '99.9 %'],
  [0.00001, '0.1 %'],
  [1, '100 %'],
])('%f reads %s', (share, text) => {
  expect(percent(share)).toBe(text);
});
