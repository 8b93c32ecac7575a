import { expect, test } from 'vitest';
import { arranged } from './arrange.ts';

const rows = [
  { name: 'host 10', size: 3 },
  { name: 'Host 2', size: 20 },
  { name: 'other', size: 1 },
];
const found = (text: string, by: 'name' | 'size', descending = false) =>
  arranged(rows, {
    ...{ text, textOf: (row) => row.name, sort: { by, descending } },
    sortBy: by === 'name' ? ({ name }) => name : ({ size }) => size,
  }).map(({ size }) => size);

test('rows need every word that is typed, in any case', () => {
  expect(found('HOST 2', 'name')).toEqual([20]);
  expect(found('  ', 'size')).toHaveLength(3);
  expect(found('host other', 'name')).toEqual([]);
});

test('names sort as people count, numbers as numbers', () => {
  expect(found('host', 'name')).toEqual([20, 3]);
  expect(found('', 'size', true)).toEqual([20, 3, 1]);
});
