import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../create-database.ts';
import { firstBoot } from '../first-boot.ts';
import { testDatabase } from '../testing.ts';
import type { HostEntry } from './host-writer.ts';
import type { TaskEntry } from './task-writer.ts';

const everything = { rules: [{ action: 'manage', subject: 'all' }] };

const task = (taskId: string, change: Partial<TaskEntry> = {}): TaskEntry => ({
  ...{ schedulerClusterId: 1, taskId, kind: 'standard', url: `https://origin.io/${taskId}`, image: '', digest: '' },
  ...{ application: '', tag: '', state: 'succeeded', contentLength: 10, pieceLength: 4, totalPieces: 3, replicas: 2 },
  ...{ seedReplicas: 1, heat: 5, sourceBytes: 10, peerBytes: 20, createdAtMs: 1000, updatedAtMs: 2000 },
  ...change,
});
const host = (hostId: string, change: Partial<HostEntry> = {}): HostEntry => ({
  ...{
    schedulerClusterId: 1,
    hostId,
    kind: 'normal',
    hostname: hostId,
    ip: '10.0.0.9',
    port: 4000,
    downloadPort: 4000,
  },
  ...{ proxyPort: 4001, idc: 'fra1', location: '', os: 'linux', platform: '', platformFamily: '', platformVersion: '' },
  ...{ kernelVersion: '', gitVersion: '1.0', gitCommit: 'c', buildPlatform: '', concurrentUploadLimit: 50 },
  ...{ disableShared: false, diskTotalBytes: 2 ** 41, diskFreeBytes: 2 ** 40, cpuPercent: 12.5, memoryUsedPercent: 3 },
  ...{ maxTxBps: 1e10, txBps: 5e9, announcedAtMs: 1000 },
  ...change,
});

describe('the catalogue', () => {
  let database: Database;
  let ours = '';
  let theirs = '';
  beforeEach(async () => {
    database = await testDatabase();
    await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
    ours = (await database.accounts.tenants())[0]?.id ?? '';
    theirs = (await database.client.tenant.create({ data: { slug: 'theirs', name: 'Theirs' } })).id;
  });
  const search = async (
    change: Partial<Parameters<Database['catalogue']['tasks']['search']>[1]> = {},
    reader = everything,
  ) => database.catalogue.tasks.search(reader, { order: 'updatedAt', limit: 50, ...change });
  const ids = ({ items }: Awaited<ReturnType<typeof search>>) => items.map(({ taskId }) => taskId);

  test('finds a task by part of its URL, image, id or digest, whatever the case, and by its whole application', async () => {
    await database.catalogue.putTasks([
      task('abcdef', { url: 'https://r.io/v2/library/Nginx/manifests/1.27', image: 'r.io/library/Nginx:1.27' }),
      task('bbbbbb', { digest: 'sha256:99aa77', application: 'train' }),
    ]);
    expect(ids(await search({ search: 'nginx:1' }))).toEqual(['abcdef']);
    expect(ids(await search({ search: 'BCDE' }))).toEqual(['abcdef']);
    expect(ids(await search({ search: '99aa' }))).toEqual(['bbbbbb']);
    expect(ids(await search({ search: 'train' }))).toEqual(['bbbbbb']);
    expect(ids(await search({ search: 'trai' }))).toEqual([]);
    expect(ids(await search({ search: `' OR 1=1 --` }))).toEqual([]);
  });

  test('pages through all tasks once, in order, also where the order has equals', async () => {
    await database.catalogue.putTasks(Array.from({ length: 25 }, (_, at) => task(`t${at}`, { heat: at % 3 })));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ order: 'heat', limit: 10, cursor });
      expect(page.total).toBe(25);
      seen.push(...ids(page));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(25);
    await expect(search({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('an older report changes nothing, a newer one does, and bytes never fall', async () => {
    await database.catalogue.putTasks([task('a', { replicas: 5, peerBytes: 100 })]);
    await database.catalogue.putTasks([task('a', { replicas: 1, updatedAtMs: 1500 })]);
    expect((await search()).items[0]).toMatchObject({ replicas: 5, peerBytes: 100 });
    await database.catalogue.putTasks([task('a', { replicas: 6, peerBytes: 7, updatedAtMs: 3000 })]);
    expect((await search()).items[0]).toMatchObject({ replicas: 6, peerBytes: 100 });
    await database.catalogue.markTasksGone([{ schedulerClusterId: 1, taskId: 'a' }]);
    expect((await search()).items[0]).toMatchObject({ replicas: 0, seedReplicas: 0 });
  });

  test('a task is the tenant its application belongs to, and nobody else sees it in a shared cluster', async () => {
    await database.client.application.create({ data: { tenantId: theirs, name: 'theirs', url: '', priority: {} } });
    await database.catalogue.putTasks([task('mine-too'), task('hidden', { application: 'theirs' })]);
    const rules = [
      { action: 'read', subject: 'Task', conditions: { tenantId: ours } },
      { action: 'read', subject: 'Task', conditions: { tenantId: null, 'schedulerCluster.tenantId': null } },
    ];
    const page = await search({}, { rules });
    expect(ids(page)).toEqual(['mine-too']);
    expect(page.total).toBe(1);
    expect(await database.catalogue.tasks.byId({ rules }, 'hidden')).toEqual([]);
    expect(await database.catalogue.tasks.byId(everything, 'hidden')).toMatchObject([{ tenantId: theirs }]);
  });

  test('passes over clusters that are gone', async () => {
    await database.catalogue.putTasks([task('a', { schedulerClusterId: 99 })]);
    await database.catalogue.putHosts([host('h', { schedulerClusterId: 99 })]);
    expect((await search()).total).toBe(0);
  });

  const findHosts = (change: object = {}) =>
    database.catalogue.hosts.search(everything, { order: 'hostname', direction: 'asc', limit: 10, ...change });

  test('hosts are found by part of name or address, by state, IDC and version', async () => {
    await database.catalogue.putHosts([
      host('gpu-1', { gitVersion: '2.0' }),
      host('gpu-2', { ip: '10.7.7.7', idc: 'ams1' }),
      host('seed-1', { kind: 'seed' }),
    ]);
    const names = async (change: object) => (await findHosts(change)).items.map(({ hostname }) => hostname);
    expect(await names({ search: 'GPU' })).toEqual(['gpu-1', 'gpu-2']);
    expect(await names({ search: '7.7' })).toEqual(['gpu-2']);
    expect(await names({ idc: 'ams1' })).toEqual(['gpu-2']);
    expect(await names({ kind: 'seed' })).toEqual(['seed-1']);
    await database.catalogue.markHostsLeft([{ schedulerClusterId: 1, hostId: 'gpu-1' }], 5000);
    expect(await names({ state: 'left' })).toEqual(['gpu-1']);
    expect(await names({ state: 'active' })).toEqual(['gpu-2', 'seed-1']);
    const versions = await database.catalogue.hosts.versions(everything, {});
    expect(versions).toEqual([
      { gitVersion: '1.0', gitCommit: 'c', hosts: 2 },
      { gitVersion: '2.0', gitCommit: 'c', hosts: 1 },
    ]);
  });

  test('a host that comes back is there again, with what operators set of it', async () => {
    await database.catalogue.putHosts([host('a')]);
    const id = (await findHosts()).items[0]?.id ?? 0;
    const change = { draining: true, labels: { rack: 'r1' } };
    const revising = { author: { userId: null, name: 'ops' }, comment: '' };
    const before = await database.topology.configVersion();
    expect(await database.catalogue.hosts.change(everything, id, change, revising)).toBe(true);
    expect(await database.topology.configVersion()).toBeGreaterThan(before);
    await database.catalogue.markHostsLeft([{ schedulerClusterId: 1, hostId: 'a' }], 5000);
    expect(await database.catalogue.hosts.draining(1)).toEqual(['a']);
    await database.catalogue.putHosts([host('a', { announcedAtMs: 6000 })]);
    expect((await findHosts()).items[0]).toMatchObject({ state: 'draining', labels: { rack: 'r1' }, leftAt: null });
  });

  test('forgets what is long gone, and keeps what has copies', async () => {
    await database.catalogue.putTasks([task('old', { replicas: 0, seedReplicas: 0 }), task('kept')]);
    await database.catalogue.putHosts([host('left'), host('here')]);
    await database.catalogue.markHostsLeft([{ schedulerClusterId: 1, hostId: 'left' }], 1000);
    expect(await database.catalogue.forgetBefore(new Date(10_000))).toBe(2);
    expect(ids(await search())).toEqual(['kept']);
    expect((await findHosts()).items.map(({ hostname }) => hostname)).toEqual(['here']);
  });
});
