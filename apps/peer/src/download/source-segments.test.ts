import { pieceSpans } from '@damselfly/core';
import { expect, test } from 'vitest';
import { segments } from './source-segments.ts';

const MiB = 2 ** 20;
const numbers = (cut: ReturnType<typeof segments>) => cut.map(({ spans }) => spans.map(({ number }) => number));

test('neighbours share a request, up to its limit', () => {
  const cut = segments(pieceSpans(100 * MiB, 4 * MiB), 4);
  expect(cut[0]).toMatchObject({ start: 0, length: 16 * MiB });
  expect(cut).toHaveLength(7);
  expect(cut.reduce((sum, { length }) => sum + length, 0)).toBe(100 * MiB);
});

test('pieces that are there split requests', () => {
  const spans = pieceSpans(40 * MiB, 4 * MiB).filter(({ number }) => ![1, 5].includes(number));
  expect(numbers(segments(spans, 1))).toEqual([[0], [2, 3, 4], [6, 7, 8, 9]]);
});

test('little content is still shared out among the requests allowed', () => {
  expect(numbers(segments(pieceSpans(16 * MiB, 4 * MiB), 4))).toEqual([[0], [1], [2], [3]]);
});

test('a piece above the limit is a request of its own', () => {
  expect(numbers(segments(pieceSpans(128 * MiB, 64 * MiB), 4))).toEqual([[0], [1]]);
});
