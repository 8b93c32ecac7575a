import { Failure } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { type Database, firstBoot } from '@damselfly/db';
import { testDatabase } from '@damselfly/db/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSealer } from '../auth/sealed.ts';
import { jobSecretPurpose } from '../domain/jobs/jobs.ts';
import { type JobEngine, type JobHandler, type JobRun, startJobEngine } from './engine.ts';
import type { ItemChange } from './queue.ts';

const everything = { rules: [{ action: 'manage', subject: 'all' }] } as const;
const sealer = createSealer(['s'.repeat(32)]);
let database: Database;
let tenantId: string;
const engines: JobEngine[] = [];
beforeEach(async () => {
  database = await testDatabase();
  await firstBoot(database.client, async () => ({ passwordHash: 'x', mustChangePassword: false }));
  tenantId = (await database.accounts.tenants())[0]?.id ?? '';
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

const start = (handler: JobHandler, holder = 'one') => {
  const engine = startJobEngine({
    ...{ queue: database.jobQueue, handlers: { work: handler }, sealer, holder, log: silentLog() },
    ...{ leaseMs: 3000, pollMs: 20, retryMs: 1 },
  });
  engines.push(engine);
  return engine;
};
const add = async (change: { type?: string; timeoutMs?: number; secretCipher?: string } = {}) => {
  const { id } = await database.jobs.insert({
    ...{ tenantId, type: 'work', bio: '', args: {}, secretCipher: null, clusterIds: [1], timeoutMs: 60_000 },
    ...{
      maxAttempts: 3,
      userId: null,
      apiTokenId: null,
      serviceAccountId: null,
      idempotencyKey: null,
      requestHash: '',
    },
    ...change,
  });
  return id;
};
const job = (id: number) => database.jobs.byId(everything, id);
const ended = (id: number, state: string) =>
  expect.poll(async () => (await job(id))?.state, { timeout: 10_000 }).toBe(state);
const untilAborted = ({ signal }: JobRun) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const item = (hostId: string, state: ItemChange['state']): ItemChange => ({
  ...{ clusterId: 1, url: 'u', taskId: 't', hostId, hostname: hostId, ip: '', state, bytes: 1, contentLength: 2 },
  ...{ verified: null, failureCode: '', failure: '' },
});

test('a job is run with its secrets, and its items and end are kept', async () => {
  const id = await add({ secretCipher: sealer.seal('{"username":"u"}', jobSecretPurpose) });
  start(async ({ secrets, board }) => {
    board.set(item('h', 'succeeded'));
    return { state: 'succeeded', result: { user: secrets.username ?? '' } };
  });
  await ended(id, 'succeeded');
  expect(await job(id)).toMatchObject({ result: { user: 'u' }, doneBytes: 1, totalBytes: 2 });
  expect(await database.jobs.itemCounts(everything, id)).toMatchObject({ succeeded: 1 });
});

test('what may pass is tried again as often as the job allows, and then its cause is the failure', async () => {
  const id = await add();
  let tries = 0;
  start(async () => {
    tries += 1;
    throw new Failure('unavailable', 'no scheduler');
  });
  await ended(id, 'failed');
  expect(tries).toBe(3);
  expect(await job(id)).toMatchObject({ failure: 'no scheduler' });
});

test('what will not pass fails at once, as partial when something was done', async () => {
  const id = await add();
  start(async ({ board }) => {
    board.set(item('h', 'succeeded'));
    board.set(item('i', 'running'));
    throw new Failure('notFound', 'no such image');
  });
  await ended(id, 'partial');
  expect(await job(id)).toMatchObject({ attempts: 1, failure: 'no such image' });
  expect(await database.jobs.itemCounts(everything, id)).toMatchObject({ succeeded: 1, running: 0, failed: 1 });
});

test('a mistake in the program is not told to people', async () => {
  const id = await add();
  start(async () => {
    throw new Error('hunter2');
  });
  await ended(id, 'failed');
  expect((await job(id))?.failure).not.toContain('hunter2');
});

test('cancelling ends the work within a second or so', async () => {
  const id = await add();
  start(untilAborted);
  await ended(id, 'running');
  await database.jobs.cancel(everything, id);
  await ended(id, 'cancelled');
});

test('a job whose time is up fails and says so', async () => {
  const id = await add({ timeoutMs: 100 });
  start(untilAborted);
  await ended(id, 'failed');
  expect((await job(id))?.failure).toMatch(/not done within/);
});

test('a console that stops gives its jobs back, and another goes on with what was done', async () => {
  const id = await add();
  const first = start(async (run) => {
    run.board.set(item('done', 'succeeded'));
    await run.board.flush();
    return untilAborted(run);
  });
  await expect.poll(async () => (await database.jobQueue.items(id)).length).toBe(1);
  await first.close();
  expect(await job(id)).toMatchObject({ state: 'pending', attempts: 0 });
  let found: string[] = [];
  start(async ({ board }) => {
    found = [...board.items].map(({ hostId, state }) => `${hostId} ${state}`);
    return { state: 'succeeded' };
  }, 'two');
  await ended(id, 'succeeded');
  expect(found).toEqual(['done succeeded']);
});

test('a job whose lease ran out under a console is left to the one that took it', async () => {
  const id = await add();
  const reasons: unknown[] = [];
  start(async (run) => untilAborted(run).catch((reason) => Promise.reject(reasons.push(reason) && reason)));
  await ended(id, 'running');
  await database.client.job.update({
    where: { id },
    data: { leaseHolder: 'another', leaseExpiresAt: new Date(Date.now() + 60_000) },
  });
  await expect.poll(() => reasons.length, { timeout: 5000 }).toBe(1);
  expect(await job(id)).toMatchObject({ state: 'running' });
});

test('a type that nobody knows fails instead of waiting for ever', async () => {
  const id = await add({ type: 'unheard-of' });
  start(async () => ({ state: 'succeeded' }));
  await ended(id, 'failed');
});
