import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../create-database.ts';
import { firstBoot } from '../first-boot.ts';
import { testDatabase } from '../testing.ts';

const minute = new Date('2026-01-05T10:00:00Z');
const day = new Date('2026-01-05T00:00:00Z');
const windows = { minute, day };

describe('quotas', () => {
  let database: Database;
  let tenantId: string;
  let clusterId: number;
  beforeAll(async () => {
    database = await testDatabase();
    await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
    ({ id: tenantId } = await database.client.tenant.create({ data: { slug: 'ours', name: 'Ours' } }));
    ({ id: clusterId } = await database.client.schedulerCluster.findFirstOrThrow());
  });
  afterAll(() => database.close());
  const used = async (kind: string) =>
    (await database.quotas.used(windows, tenantId)).find((one) => one.kind === kind)?.used;

  test('of many jobs at once as many are counted as the hard limit allows, and none where it is 0', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => database.quotas.takeJob(tenantId, minute, 7)));
    expect(taken.filter((count) => count !== undefined).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await used('jobs_per_minute')).toBe(7);
    expect(await database.quotas.takeJob(tenantId, minute, null)).toBe(8);
    expect(await database.quotas.takeJob(tenantId, new Date('2026-01-05T10:01:00Z'), 0)).toBeUndefined();
  });

  test('bytes from origins count for the tenant of the cluster, or the one with the application, by day', async () => {
    const named = { tenantId, name: 'app', url: '', priority: { value: 0 } };
    await database.client.application.create({ data: named });
    const own = await database.client.schedulerCluster.create({ data: { tenantId, name: 'own' } });
    const addition = (change: object) => ({
      ...{ span: 'day' as const, startsAt: day, schedulerClusterId: clusterId, application: '', peerBytes: 5 },
      ...{ sourceBytes: 100, startedTasks: 0, finishedPeers: 0, failedPeers: 0, activeHosts: 0 },
      ...change,
    });
    await database.usage.add([addition({}), addition({ application: 'app' }), addition({ application: 'else' })]);
    await database.usage.add([
      addition({ schedulerClusterId: own.id }),
      addition({ span: 'hour', application: 'app' }),
    ]);
    expect(await used('origin_bytes_per_day')).toBe(200);
    expect(await database.quotas.originDays(tenantId, day)).toEqual([{ startsAt: day, bytes: 200 }]);
  });

  test('what a tenant keeps on seeds is the sum over its tasks, and goes with them', async () => {
    const now = new Date();
    const task = (taskId: string, contentLength: bigint, seedReplicas: number) => ({
      ...{ schedulerClusterId: clusterId, taskId, tenantId, kind: 'standard' as const, url: '', contentLength },
      ...{ replicas: 9, seedReplicas, state: 'succeeded' as const, createdAt: now, updatedAt: now },
    });
    await database.client.task.createMany({ data: [task('a', 1000n, 2), task('b', 10n, 0), task('c', 5n, 1)] });
    await database.quotas.measureSeeds();
    expect(await used('seed_cached_bytes')).toBe(2005);
    await database.client.task.deleteMany();
    await database.quotas.measureSeeds();
    expect(await used('seed_cached_bytes')).toBe(0);
  });

  test('preheats under way count with what they have still to bring, those that ended do not', async () => {
    const job = { tenantId, type: 'preheat', args: {}, timeoutMs: 1000 };
    const open = { ...job, totalBytes: 1000n, doneBytes: 400n };
    const { id } = await database.client.job.create({ data: open });
    await database.client.job.create({ data: { ...open, state: 'succeeded', finishedAt: new Date() } });
    expect(await used('concurrent_preheat_bytes')).toBe(600);
    expect(await database.quotas.openPreheatBytes(tenantId, id)).toBe(0);
  });

  test('limits are set and lifted, and windows that are over are forgotten', async () => {
    const limit = { tenantId, kind: 'origin_bytes_per_day', soft: 10, hard: 2 ** 45 } as const;
    await database.quotas.set(limit);
    expect(await database.quotas.limits(tenantId)).toEqual([limit]);
    await database.quotas.set({ ...limit, soft: null, hard: null });
    expect(await database.quotas.limits()).toEqual([]);
    await database.quotas.forgetBefore({ minute: new Date(), day: new Date() });
    expect((await database.quotas.used(windows, tenantId)).map(({ kind }) => kind).sort()).toEqual([
      ...['concurrent_preheat_bytes', 'seed_cached_bytes'],
    ]);
  });
});
