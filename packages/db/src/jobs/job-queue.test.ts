import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../create-database.ts';
import { firstBoot } from '../first-boot.ts';
import { testDatabase } from '../testing.ts';
import type { ItemChange } from './job-items.ts';
import type { NewJob } from './job-repository.ts';

const everything = { rules: [{ action: 'manage', subject: 'all' }] };
const leaseMs = 60_000;

describe('the job table as a queue', () => {
  let database: Database;
  let tenantId: string;
  beforeEach(async () => {
    database = await testDatabase();
    await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
    tenantId = (await database.accounts.tenants())[0]?.id ?? '';
  });

  const wanted = (change: Partial<NewJob> = {}): NewJob => ({
    ...{ tenantId, type: 'preheat', bio: '', args: { url: 'http://a/b' }, secretCipher: 'sealed', clusterIds: [1] },
    ...{ timeoutMs: 60_000, maxAttempts: 2, userId: null, apiTokenId: null, serviceAccountId: null },
    ...{ idempotencyKey: null, requestHash: 'h' },
    ...change,
  });
  const add = async (change: Partial<NewJob> = {}) => (await database.jobs.insert(wanted(change))).id;
  const job = (id: number) => database.jobs.byId(everything, id);
  /** Makes the lease of a dead worker run out. */
  const expire = (id: number) =>
    database.client.job.update({ where: { id }, data: { leaseExpiresAt: new Date(Date.now() - 1) } });
  const item = (change: Partial<ItemChange> = {}): ItemChange => ({
    ...{ clusterId: 1, url: 'http://a/b', taskId: 't', hostId: 'h', hostname: 'h', ip: '10.0.0.1', state: 'running' },
    ...{ bytes: 5, contentLength: 10, verified: null, failureCode: '', failure: '' },
    ...change,
  });

  test('hands a job to one worker only, and to another when the first stopped renewing', async () => {
    const id = await add();
    const [first] = await database.jobQueue.lease('one', leaseMs, 5);
    expect(first).toMatchObject({ id, attempt: 1, clusterIds: [1], args: { url: 'http://a/b' } });
    expect(await database.jobQueue.lease('two', leaseMs, 5)).toEqual([]);
    expect(await database.jobQueue.renew({ id, holder: 'one' }, leaseMs)).toBe('held');
    await expire(id);
    expect((await database.jobQueue.lease('two', leaseMs, 5)).map(({ attempt }) => attempt)).toEqual([2]);
    expect(await database.jobQueue.renew({ id, holder: 'one' }, leaseMs)).toBe('lost');
    expect(await database.jobQueue.finish({ id, holder: 'one' }, { state: 'succeeded' })).toBe(false);
    expect(await database.jobs.attempts(everything, id)).toMatchObject([{ outcome: 'lost' }, { outcome: null }]);
  });

  test('two workers at once never hold the same job', async () => {
    for (let n = 0; n < 8; n += 1) await add();
    const leased = await Promise.all(['one', 'two', 'three'].map((who) => database.jobQueue.lease(who, leaseMs, 4)));
    const ids = leased.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(8);
  });

  test('a tenant with much to do does not keep another waiting', async () => {
    const { id: other } = await database.client.tenant.create({ data: { slug: 'other', name: 'Other' } });
    for (let n = 0; n < 4; n += 1) await add();
    await database.jobQueue.lease('one', leaseMs, 2);
    const theirs = await add({ tenantId: other });
    expect((await database.jobQueue.lease('one', leaseMs, 1)).map(({ id }) => id)).toEqual([theirs]);
  });

  test('ends with its secrets gone and its open items failed', async () => {
    const id = await add();
    await database.jobQueue.lease('one', leaseMs, 1);
    await database.jobQueue.saveItems(id, [item()], { totalBytes: 10, doneBytes: 5 });
    expect(await job(id)).toMatchObject({ state: 'running', totalBytes: 10, doneBytes: 5 });
    await database.jobQueue.finish({ id, holder: 'one' }, { state: 'failed', failure: 'no disk' });
    expect(await job(id)).toMatchObject({ state: 'failed', failure: 'no disk' });
    expect(await database.client.job.findUnique({ where: { id } })).toMatchObject({ secretCipher: null });
    expect(await database.jobs.itemCounts(everything, id)).toMatchObject({ running: 0, failed: 1 });
    expect((await database.jobs.events(everything, id, 10)).map(({ kind }) => kind)).toEqual([
      'created',
      'started',
      'finished',
    ]);
  });

  test('progress replaces what was known of an item and keeps when it began', async () => {
    const id = await add();
    await database.jobQueue.saveItems(id, [item()], { totalBytes: 10, doneBytes: 5 });
    const [before] = await database.jobQueue.items(id);
    await database.jobQueue.saveItems(id, [item({ state: 'succeeded', bytes: 10, verified: true })], {
      totalBytes: 10,
      doneBytes: 10,
    });
    const after = await database.jobQueue.items(id);
    expect(after).toMatchObject([{ state: 'succeeded', bytes: 10, verified: true, startedAt: before?.startedAt }]);
    expect(
      await database.jobs.items(everything, id, { since: after[0]?.updatedAt ?? new Date(), limit: 5 }),
    ).toHaveLength(1);
  });

  test('a job whose workers died too often fails, and one cancelled while nobody holds it ends', async () => {
    const [dying, unwanted] = [await add({ maxAttempts: 1 }), await add()];
    await database.jobQueue.lease('one', leaseMs, 1);
    await expire(dying);
    expect(await database.jobs.cancel(everything, unwanted)).toBe(true);
    expect(await database.jobs.cancel(everything, unwanted)).toBe(false);
    expect(await database.jobQueue.reap()).toBe(2);
    expect((await job(dying))?.state).toBe('failed');
    expect((await job(unwanted))?.state).toBe('cancelled');
  });

  test('a worker learns with its next renewal that the job was cancelled, or deleted', async () => {
    const id = await add();
    await database.jobQueue.lease('one', leaseMs, 1);
    await database.jobs.cancel(everything, id);
    expect(await database.jobQueue.renew({ id, holder: 'one' }, leaseMs)).toBe('cancelled');
    await database.jobs.remove(everything, id);
    expect(await database.jobQueue.renew({ id, holder: 'one' }, leaseMs)).toBe('lost');
  });

  test('a job given back is due after the delay, and an attempt that was not its fault is not counted', async () => {
    const id = await add();
    await database.jobQueue.lease('one', leaseMs, 1);
    await database.jobQueue.release({ id, holder: 'one' }, 60_000, { failure: 'no scheduler', counted: true });
    expect(await database.jobQueue.lease('one', leaseMs, 1)).toEqual([]);
    await database.client.job.update({ where: { id }, data: { runAt: new Date() } });
    const [again] = await database.jobQueue.lease('one', leaseMs, 1);
    expect(again?.attempt).toBe(2);
    await database.jobQueue.release({ id, holder: 'one' }, 0, { failure: 'stopping', counted: false });
    expect((await database.jobQueue.lease('one', leaseMs, 1))[0]?.attempt).toBe(2);
  });

  test('the same key gives the same job, another request with it is a conflict, another tenant has its own', async () => {
    const first = await database.jobs.insert(wanted({ idempotencyKey: 'k' }));
    expect(await database.jobs.insert(wanted({ idempotencyKey: 'k' }))).toEqual({ id: first.id, existed: true });
    await expect(database.jobs.insert(wanted({ idempotencyKey: 'k', requestHash: 'x' }))).rejects.toMatchObject({
      code: 'conflict',
    });
    const both = await Promise.all([1, 2].map(() => database.jobs.insert(wanted({ idempotencyKey: 'raced' }))));
    expect(both[0]?.id).toBe(both[1]?.id);
    const { id: other } = await database.client.tenant.create({ data: { slug: 'other', name: 'Other' } });
    expect((await database.jobs.insert(wanted({ tenantId: other, idempotencyKey: 'k' }))).existed).toBe(false);
  });

  test('a repeat of what failed has those items only', async () => {
    const id = await add();
    const items = [
      item({ hostId: 'good', state: 'succeeded', verified: true }),
      item({ hostId: 'bad', state: 'failed' }),
      item({ hostId: 'lying', state: 'succeeded', verified: false }),
    ];
    await database.jobQueue.saveItems(id, items, { totalBytes: 30, doneBytes: 20 });
    const again = await add({ clonedFromId: id, unfinishedOf: id });
    expect((await database.jobQueue.items(again)).map(({ hostId, state }) => [hostId, state])).toEqual([
      ['bad', 'pending'],
      ['lying', 'pending'],
    ]);
  });

  test('jobs of another tenant are neither listed, counted, cancelled nor deleted', async () => {
    const { id: other } = await database.client.tenant.create({ data: { slug: 'other', name: 'Other' } });
    const [ours, theirs] = [await add(), await add({ tenantId: other })];
    const reader = { rules: [{ action: 'manage', subject: 'Job', conditions: { tenantId } }] };
    expect(await database.jobs.list(reader, { limit: 10 })).toMatchObject({ items: [{ id: ours }], total: 1 });
    expect(await database.jobs.byId(reader, theirs)).toBeUndefined();
    expect(await database.jobs.items(reader, theirs, { limit: 1 })).toEqual([]);
    expect(await database.jobs.cancel(reader, theirs)).toBe(false);
    expect(await database.jobs.remove(reader, theirs)).toBe(false);
    expect(await database.jobs.list(reader, { limit: 10, search: "' OR 1=1 --" })).toMatchObject({ total: 0 });
  });
});
