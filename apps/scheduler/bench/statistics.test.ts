import { expect, test } from 'vitest';
import { heapPerPeer, stepTimes } from './core.ts';
import { json, table } from './report.ts';
import { median, percentile } from './statistics.ts';

test('percentiles and medians', () => {
  const sorted = Array.from({ length: 1000 }, (_, n) => n);
  expect([percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 0.999)]).toEqual([500, 990, 999]);
  expect(median([3, 1, 2])).toBe(2);
});

test('a result is one line of JSON with stable ids', () => {
  const results = [{ id: 'a_per_s', value: 12345.678, unit: '1/s', baseline: 'b', ratio: 0.5 }];
  expect(JSON.parse(json('scheduler', results))).toMatchObject({
    suite: 'scheduler',
    results: [{ id: 'a_per_s', value: 12350, unit: '1/s', baseline: 'b', ratio: 0.5 }],
  });
  expect(table(results)).toContain('0.50 × b');
});

test('the core figures are figures', () => {
  for (const { value } of [...stepTimes({ rounds: 1, events: 100 }), ...heapPerPeer({ rounds: 1, peers: 500 })]) {
    expect(value).toBeGreaterThan(0);
  }
});
