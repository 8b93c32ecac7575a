import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from './create-database.ts';
import { firstBoot } from './first-boot.ts';
import { testDatabase } from './testing.ts';

const inHours = (hours: number) => new Date(Date.UTC(2026, 0, 1, hours));

describe('repositories', () => {
  let database: Database;
  let tenantId: string;
  let userId: number;
  beforeEach(async () => {
    database = await testDatabase();
    await firstBoot(database.client, async () => ({ passwordHash: 'old', mustChangePassword: true }));
    tenantId = (await database.accounts.tenants())[0]?.id ?? '';
    userId = (await database.accounts.userByName('root'))?.id ?? 0;
  });
  afterEach(() => database.close());

  const open = (at: number) =>
    database.accounts.openSession({
      userId,
      tenantId,
      openedAt: inHours(at),
      expiresAt: inHours(at + 10),
      ip: '::1',
      userAgent: 'x',
    });

  describe('clusters', () => {
    const rule = (conditions?: Record<string, string | null>) => ({
      action: 'read',
      subject: 'SchedulerCluster',
      ...(conditions && { conditions }),
    });
    beforeEach(async () => {
      const { id } = await database.client.tenant.create({ data: { slug: 'other', name: 'Other' } });
      await database.client.schedulerCluster.create({ data: { name: 'theirs', tenantId: id } });
      await database.client.schedulerCluster.create({ data: { name: 'ours', tenantId } });
    });
    const names = async (rules: ReturnType<typeof rule>[]) =>
      (await database.clusters.list({ rules })).map(({ name }) => name);

    test('show nothing to a reader without a rule', async () => {
      expect(await names([])).toEqual([]);
      expect(await database.clusters.byId({ rules: [] }, 1)).toBeUndefined();
      expect(await database.clusters.schedulers({ rules: [] })).toEqual([]);
    });

    test("show the shared ones and those of the reader's tenant, and not another tenant's by its id", async () => {
      const rules = [rule({ tenantId: null }), rule({ tenantId })];
      expect(await names(rules)).toEqual(['cluster-1', 'ours']);
      expect(await database.clusters.byId({ rules }, 2)).toBeUndefined();
      expect((await database.clusters.byId({ rules }, 3))?.name).toBe('ours');
    });

    test('show everything to who manages all', async () => {
      expect(await database.clusters.list({ rules: [{ action: 'manage', subject: 'all' }] })).toHaveLength(3);
    });

    test('hide the schedulers of hidden clusters', async () => {
      const register = (clusterId: number) =>
        database.topology.schedulers.upsert(
          {
            clusterId,
            hostname: 'a',
            ip: '10.0.0.1',
            port: 8002,
            idc: '',
            location: '',
            features: [],
            keepAliveIntervalMs: 5000,
          },
          1,
        );
      await register(1);
      await register(2);
      const seen = await database.clusters.schedulers({ rules: [rule({ tenantId: null })] });
      expect(seen.map(({ schedulerClusterId }) => schedulerClusterId)).toEqual([1]);
    });
  });

  describe('sessions', () => {
    test('are over when they expire, are ended, or their user is disabled', async () => {
      const [expiring, ended, kept] = [await open(0), await open(1), await open(2)];
      expect(await database.accounts.session(expiring, inHours(9))).toMatchObject({ tenantId, user: { name: 'root' } });
      expect(await database.accounts.session(expiring, inHours(10))).toBeUndefined();
      await database.accounts.endSession(ended);
      expect(await database.accounts.session(ended, inHours(3))).toBeUndefined();
      await database.client.user.update({ where: { id: userId }, data: { state: 'disabled' } });
      expect(await database.accounts.session(kept, inHours(3))).toBeUndefined();
    });

    test('a new password ends all but the one that set it', async () => {
      const [here, there] = [await open(0), await open(0)];
      await database.accounts.setPassword({ userId, passwordHash: 'new', keepSessionId: here });
      expect(await database.accounts.session(here, inHours(1))).toMatchObject({
        user: { passwordHash: 'new', mustChangePassword: false },
      });
      expect(await database.accounts.session(there, inHours(1))).toBeUndefined();
    });

    test('opening one more than fifty forgets the oldest, and those long expired', async () => {
      const oldest = await open(0);
      await open(1);
      for (let n = 0; n < 49; n += 1) await open(2);
      expect(await database.client.session.count()).toBe(50);
      expect(await database.accounts.session(oldest, inHours(3))).toBeUndefined();
      await open(200);
      expect(await database.client.session.count()).toBe(1);
    });
  });
});
