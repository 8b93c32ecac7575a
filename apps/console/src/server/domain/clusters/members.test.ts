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
const seed = (hostname: string, announcedAtMs: number, stale = false) => ({
  ...{ kind: 'seed', schedulerClusterId: 1, hostname, ip: '10.0.0.9', port: 4000, idc: '', location: '' },
  ...{ announcedAtMs, stale },
});
const hosts = () => [seed('both', 7), seed('ours', 5), seed('ours', 6), seed('lost', 4, true), { kind: 'normal' }];
const live = (async () => ({ schedulers: () => [told], hosts })) as unknown as VisibleLive;

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

test('a seed peer is there when it registered, when a scheduler tells of it, or both: once', async () => {
  const registered = (hostname: string) => ({
    ...row(1, null),
    ...{ hostname, ip: '10.0.0.9', seedPeerClusterId: 1, schedulerClusterIds: [1], downloadPort: 1, type: 'super' },
  });
  const members = createMembers({
    store: { schedulers: async () => [], seedPeers: async () => [registered('both'), registered('silent')] },
    live,
    now: () => 1000,
  });
  const found = await members.seedPeers({ rules: [] });
  expect(found.map(({ hostname, state, type, announcedAtMs }) => [hostname, state, type, announcedAtMs])).toEqual([
    ['both', 'active', 'super', 7],
    ['silent', 'inactive', 'super', undefined],
    ['ours', 'active', '', 6],
    ['lost', 'inactive', '', undefined],
  ]);
});
