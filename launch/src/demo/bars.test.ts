import { expect, test } from 'vitest';
import { barLine } from './bars.ts';

const state = { label: 'peer-1', totalBytes: 1000, bytesPerSecond: 2048, note: '' };

test('a bar never shows 100 % before the last byte', () => {
  expect(barLine({ ...state, doneBytes: 999 })).toContain(' 99%');
  expect(barLine({ ...state, doneBytes: 1000 })).toContain('100%');
});

test('a note takes the place of the rate', () => {
  expect(barLine({ ...state, doneBytes: 10, note: 'waiting' })).toMatch(/waiting$/);
});
