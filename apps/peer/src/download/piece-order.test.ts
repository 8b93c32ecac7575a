import { expect, test } from 'vitest';
import { nextPiece } from './piece-order.ts';

const copiesFrom = (counts: Record<number, number>) => (number: number) => counts[number] ?? 0;

test('the piece fewest parents hold comes first', () => {
  const copies = copiesFrom({ 0: 3, 1: 2, 2: 1, 3: 3 });
  expect(nextPiece({ missing: [0, 1, 2, 3], copies, random: 0 })).toBe(2);
});

test('among equals chance decides, so that peers fetch different ones', () => {
  const copies = copiesFrom({ 0: 1, 1: 1, 2: 1, 3: 1 });
  const picks = [0, 0.3, 0.6, 0.9].map((random) => nextPiece({ missing: [0, 1, 2, 3], copies, random }));
  expect(picks).toEqual([0, 1, 2, 3]);
});

test('what a reader needs soon goes before what is rare', () => {
  const copies = copiesFrom({ 0: 1, 5: 3, 6: 3 });
  expect(nextPiece({ missing: [0, 5, 6], copies, reader: 5, random: 0 })).toBe(5);
});

test('far ahead of the reader rarity counts again', () => {
  const copies = copiesFrom({ 20: 2, 30: 1 });
  expect(nextPiece({ missing: [20, 30], copies, reader: 5, random: 0 })).toBe(30);
});

test('a piece nobody holds is not asked for', () => {
  expect(nextPiece({ missing: [1, 2], copies: () => 0, random: 0.5 })).toBeUndefined();
});
