import { expect, test } from 'vitest';
import { meaningOf, movedUp } from './application.ts';

const rules = ['a', 'b', 'c'].map((regex) => ({ regex, value: 3 }));
const order = (moved: readonly { readonly regex: string }[]) => moved.map(({ regex }) => regex).join('');

test('a rule that is moved up changes places with the one before it; the first stays', () => {
  expect(order(movedUp(rules, 2))).toBe('acb');
  expect(order(movedUp(rules, 1))).toBe('bac');
  expect(order(movedUp(rules, 0))).toBe('abc');
  expect(order(movedUp(rules, 3))).toBe('abc');
});

test('a priority above six is read as six, as schedulers do', () => {
  expect([0, 1, 6, 7, 20].map(meaningOf)).toEqual([0, 1, 6, 6, 6]);
});
