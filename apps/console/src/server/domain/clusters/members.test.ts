import { expect, test } from 'vitest';
import type { VisibleLive } from './clusters.ts';
import { createMembers, type SchedulerRow } from './members.ts';

const at = new Date(0);
const row = (id: number, expiresAt: Date | null): SchedulerRow => ({
  ...{ id, schedulerClusterId: 1, hostname: `s-${id}`, ip: '10.0.0.1', port: 8002, idc: '', location: '' },
  ...{ features: ['schedule'], keepAliveIntervalMs: 5000, leaseRenewedAt: at, createdAt: at, updatedAt: at },
  expiresAt,
});
const line = { connected: true, sinceMs: 5, startedAtMs: 1, hosts: 3, tasks: 7 };
const told = { schedulerId: 'x', schedulerClusterId: 1, hostname: 's-1', ip: '10.0.0.1', port: 8002, ...line };
const live = (async () => ({ schedulers: () => [told] })) as unknown as VisibleLive;

test('a member is active until its lease ends, and a scheduler that tells the console says how much', async () => {
  const members = createMembers({
    store: {
      schedulers: async () => [row(1, new Date(2000)), row(2, new Date(999)), row(3, null)],
      seedPeers: async () => [],
    },
    live,
    now: () => 1000,
  });
  const found = await members.schedulers({ rules: [] });
  expect(found.map(({ state }) => state)).toEqual(['active', 'inactive', 'inactive']);
  expect(found.map((one) => one.line)).toEqual([line, undefined, undefined]);
});
