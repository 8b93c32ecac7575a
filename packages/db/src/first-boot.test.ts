import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from './create-database.ts';
import { firstBoot } from './first-boot.ts';
import { testDatabase } from './testing.ts';

const administrator = async () => ({ passwordHash: 'hash', mustChangePassword: true });

describe('the first boot', () => {
  let database: Database;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.close());

  test('makes root a platform administrator and the linked clusters number 1', async () => {
    expect(await firstBoot(database.client, administrator)).toBe('created');
    const root = await database.accounts.userByName('root');
    expect(root).toMatchObject({ mustChangePassword: true, enabled: true });
    const grants = await database.accounts.grants(root?.id ?? 0);
    expect(grants).toMatchObject([{ role: 'platform-admin', scope: 'platform', tenant: { slug: 'default' } }]);
    expect(await database.topology.clusters.list()).toMatchObject([
      { id: 1, name: 'cluster-1', isDefault: true, seedPeerLoadLimit: 2000 },
    ]);
  });

  test('leaves ids for the clusters that follow', async () => {
    await firstBoot(database.client, administrator);
    const next = await database.client.schedulerCluster.create({ data: { name: 'cluster-2' } });
    expect(next.id).toBe(2);
  });

  test('happens once, and asks for no password after that', async () => {
    await firstBoot(database.client, administrator);
    const second = await firstBoot(database.client, () => Promise.reject(new Error('asked again')));
    expect(second).toBe('present');
    expect(await database.client.user.count()).toBe(1);
  });

  test('brings changed and missing built-in roles back to what this version says, and keeps who holds them', async () => {
    await firstBoot(database.client, administrator);
    const role = database.client.role;
    const permissions = () =>
      database.client.permission.findMany({ select: { action: true, subject: true, conditions: true } });
    const asMade = await permissions();
    const admin = await role.findFirstOrThrow({ where: { name: 'platform-admin' } });
    await database.client.permission.deleteMany({ where: { roleId: admin.id } });
    await role.deleteMany({ where: { name: 'auditor' } });
    await firstBoot(database.client, administrator);
    const order = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(order(await permissions())).toEqual(order(asMade));
    const root = await database.accounts.userByName('root');
    expect(await database.accounts.grants(root?.id ?? 0)).toMatchObject([
      { rules: [{ action: 'manage', subject: 'all' }] },
    ]);
  });

  test('leaves roles that are up to date alone', async () => {
    await firstBoot(database.client, administrator);
    const ids = () => database.client.permission.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
    const before = await ids();
    await firstBoot(database.client, administrator);
    expect(await ids()).toEqual(before);
  });

  test('two at once leave one root', async () => {
    const outcomes = await Promise.all([
      firstBoot(database.client, administrator),
      firstBoot(database.client, administrator),
    ]);
    expect(outcomes.sort()).toEqual(['created', 'present']);
  });
});

describe('the schema', () => {
  let database: Database;
  beforeEach(async () => {
    database = await testDatabase();
    await firstBoot(database.client, administrator);
  });
  afterEach(() => database.close());

  test('keeps names of shared clusters unique, though their tenant is null', async () => {
    await expect(database.client.schedulerCluster.create({ data: { name: 'cluster-1' } })).rejects.toMatchObject({
      code: 'P2002',
    });
  });

  test('keeps one default cluster', async () => {
    const data = { name: 'cluster-2', isDefault: true };
    await expect(database.client.schedulerCluster.create({ data })).rejects.toMatchObject({ code: 'P2002' });
  });

  test('refuses impossible ports and half a lease', async () => {
    const data = { schedulerClusterId: 1, hostname: 'a', ip: '10.0.0.1', port: 8002, keepAliveIntervalMs: 5000 };
    await expect(database.client.scheduler.create({ data: { ...data, port: 70_000 } })).rejects.toThrow(/port_check/);
    await expect(database.client.scheduler.create({ data: { ...data, leaseHolder: 'me' } })).rejects.toThrow(
      /lease_check/,
    );
  });
});
