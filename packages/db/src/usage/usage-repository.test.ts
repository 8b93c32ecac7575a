import { expect, test } from 'vitest';
import { firstBoot } from '../first-boot.ts';
import { testDatabase } from '../testing.ts';

const root = { rules: [{ action: 'manage', subject: 'all' }] };
const at = new Date('2026-01-05T10:00:00Z');
const range = { span: 'minute', from: at, to: new Date('2026-01-05T11:00:00Z') } as const;

async function start() {
  const database = await testDatabase();
  await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
  const { id } = await database.client.schedulerCluster.findFirstOrThrow();
  const addition = (change: object) => ({
    ...{
      span: 'minute' as const,
      startsAt: at,
      schedulerClusterId: id,
      application: '',
      sourceBytes: 1,
      peerBytes: 10,
    },
    ...{ startedTasks: 1, finishedPeers: 2, failedPeers: 0, activeHosts: 3 },
    ...change,
  });
  return { database, id, addition };
}

test('what several consoles count comes together in one row: sums add up, hosts are the most at one time', async () => {
  const { database, addition } = await start();
  await database.usage.add([addition({}), addition({ activeHosts: 7, peerBytes: 2 ** 40 })]);
  await database.usage.add([addition({ activeHosts: 2, sourceBytes: 5 })]);
  expect(await database.usage.series(root, range)).toEqual([
    {
      ...{ startsAtMs: at.getTime(), sourceBytes: 7, peerBytes: 20 + 2 ** 40 },
      ...{ startedTasks: 3, finishedPeers: 6, failedPeers: 0, activeHosts: 7 },
    },
  ]);
});

test('a series is narrowed by cluster and application, and rows of clusters that are gone are dropped', async () => {
  const { database, id, addition } = await start();
  await database.usage.add([addition({ application: 'train' }), addition({}), addition({ schedulerClusterId: 999 })]);
  const peerBytes = async (change: object) =>
    (await database.usage.series(root, { ...range, ...change })).map((point) => point.peerBytes);
  expect(await peerBytes({ application: 'train' })).toEqual([10]);
  expect(await peerBytes({ schedulerClusterId: id })).toEqual([20]);
  expect(await peerBytes({ schedulerClusterId: 999 })).toEqual([]);
  expect(await database.usage.applications(root, at)).toEqual([]);
  await database.usage.add([addition({ span: 'hour', application: 'train' })]);
  expect(await database.usage.applications(root, at)).toEqual(['train']);
});

test('a reader of one tenant sees the traffic of its clusters and of shared ones only', async () => {
  const { database, addition } = await start();
  const tenant = await database.client.tenant.create({ data: { slug: 'a', name: 'a' } });
  const other = await database.client.tenant.create({ data: { slug: 'b', name: 'b' } });
  const cluster = await database.client.schedulerCluster.create({ data: { name: 'of-a', tenantId: tenant.id } });
  await database.usage.add([addition({ schedulerClusterId: cluster.id })]);
  const reader = (tenantId: string) => ({ rules: [{ action: 'read', subject: 'Usage', conditions: { tenantId } }] });
  expect(await database.usage.series(reader(tenant.id), range)).toHaveLength(1);
  expect(await database.usage.series(reader(other.id), range)).toEqual([]);
  expect(await database.usage.series({ rules: [] }, range)).toEqual([]);
});

test('old samples are forgotten span by span', async () => {
  const { database, addition } = await start();
  await database.usage.add([addition({}), addition({ span: 'hour' })]);
  expect(await database.usage.removeBefore('minute', range.to)).toBe(1);
  expect(await database.usage.series(root, { ...range, span: 'hour' })).toHaveLength(1);
});

test('a setting is written, and written over', async () => {
  const { database } = await start();
  expect(await database.settings.read('price')).toBeUndefined();
  await database.settings.write('price', { perGib: 1 });
  await database.settings.write('price', { perGib: 2 });
  expect(await database.settings.read('price')).toEqual({ perGib: 2 });
});
