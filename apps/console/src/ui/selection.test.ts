import { expect, test } from 'vitest';
import { addChips } from './chips.ts';
import { readSort, sortText } from './column.ts';
import { between, toggled } from './selection.ts';

test('a range holds both ends, in either direction; without its beginning it is the row alone', () => {
  expect(between(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(between(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd']);
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b']);
});

test('selecting twice is not selecting', () => {
  expect([...toggled(toggled(new Set(['x']), 'y'), 'x')]).toEqual(['y']);
});

test('chips are split, trimmed, each there once, and no more than allowed', () => {
  expect(addChips(['a'], ' b, c;a\n d ', 10)).toEqual(['a', 'b', 'c', 'd']);
  expect(addChips(['a'], 'b,c', 2)).toEqual(['a', 'b']);
  expect(addChips(['a'], ' , ', 2)).toEqual(['a']);
});

test('a sort in the address is kept only when its column sorts', () => {
  const columns = [
    { id: 'size', header: '', cell: () => null, sortable: true },
    { id: 'name', header: '', cell: () => null },
  ];
  const fallback = { by: 'size', descending: false };
  expect(readSort('-size', columns, fallback)).toEqual({ by: 'size', descending: true });
  expect(sortText({ by: 'size', descending: true })).toBe('-size');
  expect(readSort('name', columns, fallback)).toEqual(fallback);
  expect(readSort('', columns, fallback)).toEqual(fallback);
});
