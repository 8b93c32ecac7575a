import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../create-database.ts';
import { firstBoot } from '../first-boot.ts';
import { testDatabase } from '../testing.ts';

const everything = { rules: [{ action: 'manage', subject: 'all' }] };
const now = new Date(Date.UTC(2026, 0, 1));
const settings = {
  ...{ name: 'gpu', bio: '', isDefault: false, candidateParentLimit: 4, filterParentLimit: 20, jobRateLimit: 10 },
  ...{ peerLoadLimit: 100, seedPeerLoadLimit: 1000, seedPeerBlockList: {} },
  peerBlockList: { task: { download: { applications: [], urls: ['^http:'], tags: [], priorities: [3] } } },
  scopes: { idc: 'fra1', location: '', cidrs: ['10.0.0.0/8'], hostnames: [] },
};

describe('changes of clusters', () => {
  let database: Database;
  let tenantId: string;
  const revising = (comment: string, expectedRevision?: number) => ({
    ...{ author: { userId: null, name: 'root' }, comment, expectedRevision },
  });
  beforeEach(async () => {
    database = await testDatabase();
    await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
    tenantId = (await database.accounts.tenants())[0]?.id ?? '';
  });
  const create = (change: Partial<typeof settings> = {}) =>
    database.clusterAdmin.create(tenantId, { ...settings, ...change }, revising('first'));
  const read = (id: number, rules = everything) => database.clusterAdmin.settings(rules, 'read', id);

  test('are read back whole, and schedulers of the cluster see them', async () => {
    const id = await create();
    expect(await read(id)).toMatchObject({ tenantId, revision: 1, seedPeerClusterId: 2, record: { id, ...settings } });
    expect(await database.topology.clusters.byId(id)).toEqual({ id, ...settings });
  });

  test('leave a revision each, newest first, with who and why', async () => {
    const id = await create();
    await database.clusterAdmin.update(id, { ...settings, candidateParentLimit: 9 }, revising('more parents'));
    const [newest, first] = await database.clusterAdmin.history(id, 10);
    expect(newest).toMatchObject({ revision: 2, comment: 'more parents', author: { name: 'root' } });
    expect(newest?.value).toMatchObject({ candidateParentLimit: 9 });
    expect(first?.value).toMatchObject({ candidateParentLimit: 4 });
    expect(await database.topology.configVersion()).toBe(2);
  });

  test('are refused whole when somebody else changed the cluster meanwhile', async () => {
    const id = await create();
    await database.clusterAdmin.update(id, { ...settings, bio: 'theirs' }, revising('', 1));
    const mine = database.clusterAdmin.update(id, { ...settings, bio: 'mine' }, revising('', 1));
    await expect(mine).rejects.toMatchObject({ code: 'conflict' });
    expect((await read(id))?.record.bio).toBe('theirs');
  });

  test('cannot take a name that is taken', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/gpu/) });
  });

  test('make one cluster the default of its tenant, in place of the one before', async () => {
    const one = await create({ isDefault: true });
    const two = await create({ name: 'other', isDefault: true });
    expect((await read(one))?.record.isDefault).toBe(false);
    expect((await read(two))?.record.isDefault).toBe(true);
    expect((await read(1))?.record.isDefault).toBe(true);
  });

  test('do not reach rows outside the rules', async () => {
    const id = await create();
    const rules = [{ action: 'update', subject: 'SchedulerCluster', conditions: { tenantId: null } }];
    expect(await database.clusterAdmin.settings({ rules }, 'update', id)).toBeUndefined();
    expect(await database.clusterAdmin.settings({ rules }, 'update', 1)).toBeDefined();
    expect(await database.clusterAdmin.settings({ rules }, 'delete', 1)).toBeUndefined();
  });

  test('a cluster is not removed under active schedulers, and goes with its seed peers when they are gone', async () => {
    const id = await create();
    const key = { clusterId: id, hostname: 's', ip: '10.0.0.1' };
    await database.topology.schedulers.upsert(
      { ...key, port: 8002, idc: '', location: '', features: [], keepAliveIntervalMs: 5000 },
      1,
    );
    const lease = { holder: 'h', renewedAtMs: now.getTime(), expiresAtMs: now.getTime() + 1000 };
    await database.topology.schedulers.renewLease(key, lease);
    await expect(database.clusterAdmin.remove(id, revising(''), now)).rejects.toMatchObject({ code: 'precondition' });
    await database.clusterAdmin.remove(id, revising('old'), new Date(now.getTime() + 2000));
    expect(await read(id)).toBeUndefined();
    expect(await database.client.seedPeerCluster.count()).toBe(1);
    expect((await database.clusterAdmin.history(id, 1))[0]).toMatchObject({ revision: 2, value: null, comment: 'old' });
  });
});
