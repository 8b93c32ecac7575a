import { expect, test } from 'vitest';
import { ranges, stepMs } from './ranges.ts';
import type { UsagePoint } from './stores.ts';
import { createUsage } from './usage.ts';

const nowMs = Date.UTC(2026, 0, 5, 10, 7, 31);
const reader = { rules: [] };
const point = (startsAtMs: number, peerBytes: number): UsagePoint => ({
  ...{ startsAtMs, peerBytes, sourceBytes: 1, startedTasks: 1, finishedPeers: 1, failedPeers: 0, activeHosts: 4 },
});

const usageOf = (rows: readonly UsagePoint[], setting: unknown = undefined) =>
  createUsage({
    store: {
      series: async () => rows,
      applications: async () => [],
      add: async () => undefined,
      removeBefore: async () => 0,
    },
    settings: { read: async () => setting, write: async () => undefined },
    audit: { record: async () => undefined },
    now: () => nowMs,
  });

test('a history has a point for every step, also where nothing moved, up to the minute that runs', async () => {
  const minute = Date.UTC(2026, 0, 5, 10, 7);
  const history = await usageOf([point(minute, 10), point(minute - 60_000, 5)]).history(reader, { range: '1h' });
  expect(history.points).toHaveLength(60);
  expect(history.points.at(-1)).toMatchObject({ startsAtMs: minute, peerBytes: 10, activeHosts: 4 });
  expect(history.points[0]).toMatchObject({ peerBytes: 0, activeHosts: 0 });
  expect(history.peerBytes).toBe(15);
});

test('no range has more points than a chart can show, and neighbours are summed', async () => {
  for (const range of Object.keys(ranges) as (keyof typeof ranges)[])
    expect(ranges[range].ms / stepMs(range)).toBeLessThanOrEqual(240);
  const at = Date.UTC(2026, 0, 5, 9, 0);
  const history = await usageOf([point(at, 1), point(at + 60_000, 2)]).history(reader, { range: '24h' });
  expect(history.points.filter(({ peerBytes }) => peerBytes > 0)).toHaveLength(1);
});

test('without a price set, or with one that is damaged, the usual one holds', async () => {
  expect(await usageOf([]).price()).toEqual({ perGib: 0.05, currency: 'USD' });
  expect(await usageOf([], { perGib: 'x' }).price()).toEqual({ perGib: 0.05, currency: 'USD' });
  expect(await usageOf([], { perGib: 0.4, currency: 'CNY' }).price()).toEqual({ perGib: 0.4, currency: 'CNY' });
});
