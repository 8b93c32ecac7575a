import { expect, test } from 'vitest';
import { gcTwin, kindOf, readPeriod, removedOf, writePeriod } from './period.ts';

const day = 24 * 3600e3;

test.each([
  [90 * day, '90d'],
  [36 * 3600e3, '36h'],
  [5 * 60e3, '5m'],
])('%i ms are written %s, and read back', (ms, text) => {
  expect(writePeriod(ms)).toBe(text);
  expect(readPeriod(text, 60e3, 3650 * day)).toBe(ms);
});

test('a time that is none, or too short or too long, is refused', () => {
  for (const text of ['', 'soon', '5', '1s', '20000d'])
    expect(readPeriod(text, 60e3, 3650 * day), text).toBeUndefined();
});

test('a run is a job, of one kind each', () => {
  const { curl = '' } = gcTwin();
  expect(curl).toContain('{"type":"gc","args":{"type":"audit"}}');
  expect(curl.match(/curl -X POST/g)).toHaveLength(5);
});

test('a job says what it collects and what it removed, once it knows', () => {
  expect([kindOf({ type: 'audit' }), kindOf({ type: 'planets' }), kindOf({})]).toEqual(['audit', undefined, undefined]);
  expect([removedOf({ purged: 3 }), removedOf(null), removedOf({})]).toEqual([3, undefined, undefined]);
});
