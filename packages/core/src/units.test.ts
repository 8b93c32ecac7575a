import { describe, expect, test } from 'vitest';
import { pieceLengthFor, pieceSpan, pieceSpans } from './piece.ts';
import { formatBytes, parseBytes, parseDurationMs } from './units.ts';

const MiB = 2 ** 20;

describe('parseBytes', () => {
  test.each([
    ['50GB', 50e9],
    ['64MiB', 64 * MiB],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['4096', 4096],
  ])('reads %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });
  test.each(['', 'x', '5 parsecs', '-1', '1e9'])('refuses %j', (text) => {
    expect(() => parseBytes(text)).toThrow(/is no size/);
  });
});

test.each([
  ['30s', 30_000],
  ['2h 5m', 7_500_000],
  ['500ms', 500],
])('parseDurationMs reads %s', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

test.each(['10', '5 weeks', '1m and'])('parseDurationMs refuses %j', (text) => {
  expect(() => parseDurationMs(text)).toThrow(/is no duration/);
});

test('formatBytes keeps three digits', () => {
  expect([0, 999, 1024, 200 * MiB, 10.24 * MiB].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.00 KiB',
    '200 MiB',
    '10.2 MiB',
  ]);
});

describe('pieces', () => {
  test('the piece length is a power of two between 4 and 64 MiB, about a five-hundredth of the content', () => {
    expect([1, 2000 * MiB, 2001 * MiB + 500, 4000 * MiB, 1e15].map(pieceLengthFor)).toEqual([
      4 * MiB,
      4 * MiB,
      8 * MiB,
      8 * MiB,
      64 * MiB,
    ]);
  });
  test('the last piece is the remainder, and there is none behind it', () => {
    expect(pieceSpan(2, 10, 4)).toEqual({ number: 2, offset: 8, length: 2 });
    expect(() => pieceSpan(3, 10, 4)).toThrow(/outside/);
  });
  test('a range takes every piece it touches; no content has no piece', () => {
    expect(pieceSpans(10, 4, 3, 2).map((p) => p.number)).toEqual([0, 1]);
    expect(pieceSpans(0, 4)).toEqual([]);
  });
});
