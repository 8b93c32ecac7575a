import { hostId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import type { ClusterSummary } from '../clusters/clusters.ts';
import type { LiveHost, LiveTask } from '../live/live-view.ts';
import { alertsOf } from './alerts.ts';
import { reasonOf, slowestTasks } from './slow-tasks.ts';

const nowMs = 1_000_000_000;
const peers = { waiting: 0, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 };

const task = (
  id: string,
  change: Partial<Omit<LiveTask, 'id' | 'peersByState'>> & { peers?: Partial<typeof peers> },
) => {
  const { peers: counts, ...rest } = change;
  return {
    ...{ id: taskId(id), schedulerClusterId: 1, seeds: 1, bytesFromSource: 0, bytesFromPeers: 0, updatedAtMs: nowMs },
    ...{ schedulers: [], stale: false, peersByState: { ...peers, ...counts } },
    facts: { url: `http://h/${id}`, createdAtMs: nowMs - 10_000 },
    ...rest,
  } as unknown as LiveTask;
};

const cluster = (
  schedulers: { active: number; inactive: number },
  change: Partial<ClusterSummary> = {},
): ClusterSummary => ({
  ...{ id: 1, tenantId: null, name: 'default', bio: '', isDefault: true, createdAt: new Date(0), schedulers },
  ...{ seedPeers: 1, peers: 2, runningTasks: 0, ...change },
});

const host = (hostname: string, change: Partial<LiveHost> = {}): LiveHost => ({
  ...{ id: hostId(hostname), schedulerClusterId: 1, hostname, ip: '10.0.0.1', port: 1, idc: '', location: '' },
  ...{ kind: 'normal' as const, os: '', version: '1', uploadLimit: 1, uploads: 0, maxTxBps: 0, txBps: 0 },
  ...{
    diskTotalBytes: 100,
    diskFreeBytes: 50,
    cpuPercent: 0,
    memoryUsedPercent: 0,
    announcedAtMs: nowMs,
    stale: false,
  },
  ...change,
});

const kinds = (...given: Parameters<typeof alertsOf>) => alertsOf(...given).map(({ kind }) => kind);

test('the slowest are those whose peers get the fewest bytes a second; new, finished and lost ones are no matter', () => {
  const tasks = [
    task('fast', { peers: { downloading: 1 }, bytesFromPeers: 1000 }),
    task('slow', { peers: { downloading: 4 }, bytesFromPeers: 1000 }),
    task('done', { peers: { succeeded: 3 } }),
    task('lost', { peers: { downloading: 1 }, stale: true }),
  ];
  expect(slowestTasks(tasks, nowMs, 5).map(({ id, bytesPerSecond }) => [id, bytesPerSecond])).toEqual([
    ['slow', 25],
    ['fast', 100],
  ]);
});

test('a reason is told from the numbers of the task', () => {
  expect(reasonOf(task('a', { peers: { downloading: 1, failed: 2, succeeded: 1 } }))).toBe('failing');
  expect(reasonOf(task('a', { peers: { waiting: 3, downloading: 1 } }))).toBe('waiting');
  expect(reasonOf(task('a', { peers: { backToSource: 3, downloading: 1 } }))).toBe('source');
  expect(reasonOf(task('a', { peers: { downloading: 1 }, seeds: 0, bytesFromSource: 9 }))).toBe('noSeed');
  expect(reasonOf(task('a', { peers: { downloading: 9 }, bytesFromSource: 9, bytesFromPeers: 1 }))).toBe('few');
  expect(reasonOf(task('a', { peers: { downloading: 2 }, bytesFromSource: 1, bytesFromPeers: 9 }))).toBe('peers');
});

test('what is well raises nothing', () => {
  expect(alertsOf([cluster({ active: 1, inactive: 0 })], [host('a')], nowMs)).toEqual([]);
  expect(alertsOf([cluster({ active: 0, inactive: 0 }, { peers: 0, seedPeers: 0 })], [], nowMs)).toEqual([]);
});

test('a cluster without a scheduler stands before what is less bad', () => {
  const clusters = [cluster({ active: 1, inactive: 1 }), cluster({ active: 0, inactive: 2 }, { id: 2 })];
  expect(kinds(clusters, [], nowMs)).toEqual(['noScheduler', 'schedulerDown']);
});

test('silent hosts, full disks, mixed versions and missing seeds are told, with how many it holds for', () => {
  const hosts = [
    host('a', { announcedAtMs: nowMs - 3_600_000 }),
    host('b', { stale: true }),
    host('c', { diskFreeBytes: 5 }),
    host('d', { version: '2' }),
  ];
  const alerts = alertsOf([cluster({ active: 1, inactive: 0 }, { seedPeers: 0 })], hosts, nowMs);
  expect(alerts.map(({ kind, count, subject }) => [kind, count, subject])).toEqual([
    ['noSeed', 1, 'default'],
    ['silentHost', 2, 'a'],
    ['diskFull', 1, 'c'],
    ['versionSkew', 2, 'default'],
  ]);
});
