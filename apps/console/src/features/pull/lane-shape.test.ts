import type { PullLane } from '@damselfly/core';
import { expect, test } from 'vitest';
import { axisMarks, laneShape } from './lane-shape.ts';

const lane = (...spans: [start: number, end: number][]): PullLane => ({
  ...{ parent: null, bytes: 0, busyMs: 0, rateBps: 0, pieceBps: 0 },
  pieces: spans.map(([startMs, endMs], piece) => ({ piece, parent: null, bytes: 1, startMs, endMs })),
});

test('pieces on their way at once lie beside each other, and a free row is used again', () => {
  const { rows, bars } = laneShape(lane([0, 10], [5, 15], [10, 20], [16, 20]), 0, 20, 100);
  expect(rows).toBe(2);
  expect(bars.map(({ row }) => row)).toEqual([0, 1, 0, 1]);
});

test('a crowd takes no more than six rows', () => {
  expect(laneShape(lane(...Array.from({ length: 40 }, (): [number, number] => [0, 9])), 0, 9, 10).rows).toBe(6);
});

test('marks are round and few', () => {
  expect(axisMarks(950, 6)).toEqual([0, 200, 400, 600, 800]);
  expect(axisMarks(61_000, 6)).toEqual([0, 20_000, 40_000, 60_000]);
  expect(axisMarks(3, 6)).toEqual([0, 1, 2, 3]);
});
