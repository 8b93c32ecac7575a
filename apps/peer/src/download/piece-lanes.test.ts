import { expect, test } from 'vitest';
import { hedgeDueMs } from './hedge.ts';
import { PieceLanes } from './piece-lanes.ts';

const MiB = 2 ** 20;

test('pieces that come soon are fetched by as many lanes as there may be', () => {
  const lanes = new PieceLanes(8);
  expect(lanes.count).toBe(2);
  for (let n = 0; n < 20; n += 1) lanes.delivered('a', 4 * MiB, 20 + 30 * (n % 5));
  expect(lanes.count).toBe(8);
});

test('over a link that pieces share there stay few at a time', () => {
  const lanes = new PieceLanes(8);
  for (let n = 0; n < 50; n += 1) lanes.delivered('a', 4 * MiB, 1700 * lanes.count);
  expect(lanes.count).toBeLessThanOrEqual(3);
});

test('a slow giver beside a fast one does not narrow what each gives as fast as ever', () => {
  const lanes = new PieceLanes(8);
  for (let n = 0; n < 20; n += 1) lanes.delivered(n % 2 === 0 ? 'slow' : 'fast', 4 * MiB, n % 2 === 0 ? 17_000 : 1700);
  expect(lanes.count).toBe(8);
});

test('one lane stays one', () => {
  const lanes = new PieceLanes(1);
  lanes.delivered('a', MiB, 10);
  expect(lanes.count).toBe(1);
  lanes.delivered('a', MiB, 10_000);
  expect(lanes.count).toBe(1);
});

test('a transfer gets a rival when it could deliver twice before the first is done, not when the first is nearly there', () => {
  const rival = { expectedMs: 1000, guessed: false };
  const at = (receivedBytes: number, elapsedMs: number) =>
    hedgeDueMs({ elapsedMs, receivedBytes, lengthBytes: 4 * MiB }, rival);
  expect(at(0, 1500)).toBe(500);
  expect(at(0, 2500)).toBe(0);
  expect(at(MiB, 10_000)).toBe(0);
  expect(at(3 * MiB, 3000)).toBeGreaterThan(0);
});
