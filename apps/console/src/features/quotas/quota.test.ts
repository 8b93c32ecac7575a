import { expect, test } from 'vitest';
import { fullness, quotaTwin, readLimit, writeLimit } from './quota.ts';

test.each([
  ['', null],
  ['500 GiB', 500 * 2 ** 30],
  ['1.5tib', 1.5 * 2 ** 40],
  ['many', undefined],
  ['-1', undefined],
])('a limit of bytes written %j is %j', (text, limit) => expect(readLimit(text, 'seed_cached_bytes')).toBe(limit));

test('a limit of jobs is a whole number', () => {
  expect(readLimit('20', 'jobs_per_minute')).toBe(20);
  expect(readLimit('20 GiB', 'jobs_per_minute')).toBeUndefined();
});

test.each([0, 1, 4096, 500 * 2 ** 30, 123_456_789_123])('%i bytes are read back as they were written', (bytes) => {
  expect(readLimit(writeLimit(bytes, 'origin_bytes_per_day'), 'origin_bytes_per_day')).toBe(bytes);
});

test('a quota fills to its hard limit, to the soft one where there is no other, and never without a limit', () => {
  expect(fullness({ used: 50, soft: 60, hard: 100 })).toBe(0.5);
  expect(fullness({ used: 90, soft: 60, hard: null })).toBe(1.5);
  expect(fullness({ used: 50, soft: null, hard: null })).toBe(0);
  expect(fullness({ used: 0, soft: null, hard: 0 })).toBe(1);
});

test('the twin names the tenant in the path and the limits in the body', () => {
  expect(quotaTwin({ tenantId: 't', kind: 'jobs_per_minute', soft: null, hard: 5 }, 'http://c').curl).toContain(
    `PUT http://c/api/v2/quotas/t \\\n`,
  );
});
