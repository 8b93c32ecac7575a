import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { silentLog } from '@damselfly/core/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import { createSealer } from '../auth/sealed.ts';
import { runDue } from './schedule-clock.ts';
import { signatureOf, startWebhookSender } from './webhook-sender.ts';

let rest: RestFixture;
let token: string;
beforeAll(async () => {
  rest = await startRest();
  token = await rest.tokenOf('all', ['job', 'schedule:write', 'trigger:write', 'webhook:write']);
});
afterAll(() => rest.close());
const ask = (method: string, path: string, body?: unknown) =>
  rest.ask(method, path, body, { Authorization: `Bearer ${token}` });
const jobs = async () => (await rest.services.jobs.list(rest.root, { limit: 100 })).items;

const image = 'https://r.test/v2/library/app/manifests/sha256:1';
const pushed = (id: string, tag = 'v1') => ({
  events: [
    { id, action: 'push', target: { digest: `sha256:${id}`, repository: 'library/app', url: image, tag } },
    { id, action: 'pull', target: { digest: 'sha256:9', repository: 'library/app', url: image } },
  ],
});

test('a schedule makes one job a time, and one for all the times nobody was there', async () => {
  const args = { type: 'file', url: 'http://a.test/b', headers: { Authorization: 'Bearer s3cret' } };
  const { status, body } = await ask('POST', '/api/v2/schedules', { name: 'nightly', cron: '0 3 * * *', args });
  expect(status).toBe(201);
  expect(JSON.stringify(body)).not.toContain('s3cret');
  const { id } = body as { id: number };
  const past = new Date(Date.now() - 5 * 24 * 3600e3);
  await rest.database.client.schedule.update({ where: { id }, data: { nextRunAt: past } });
  const needs = { store: rest.database.schedules, jobs: rest.services.jobs, log: silentLog() };
  await Promise.all([runDue(needs), runDue(needs)]);
  await runDue(needs);
  const made = (await jobs()).filter(({ scheduleId }) => scheduleId === id);
  expect(made).toMatchObject([{ type: 'preheat', args: { url: 'http://a.test/b' } }]);
  const [schedule] = await rest.services.schedules.list(rest.root);
  expect(schedule?.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
});

test('a wrong line of a schedule is said with the name of the field', async () => {
  const schedule = { name: 'wrong', cron: '99 * * * *', args: { type: 'file', url: 'http://a.test/b' } };
  const { status, body } = await ask('POST', '/api/v2/schedules', schedule);
  expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('cron')]);
});

test('a push makes a job for each trigger whose filters it fits, once however often it is told', async () => {
  const trigger = { kind: 'oci', args: { scope: 'all_peers' } };
  const filters = { repositories: ['library/*'], tags: ['v*'] };
  expect((await ask('POST', '/api/v2/triggers', { ...trigger, name: 'fits', filters })).status).toBe(201);
  await ask('POST', '/api/v2/triggers', { ...trigger, name: 'does not', filters: { repositories: ['other/**'] } });
  const first = await ask('POST', '/hooks/v1/oci', pushed('1'));
  const again = await ask('POST', '/hooks/v1/oci', pushed('1'));
  expect(first.body).toEqual(again.body);
  const { jobs: ids } = first.body as { jobs: number[] };
  expect(ids).toHaveLength(1);
  expect((await rest.services.jobs.byId(rest.root, ids[0] ?? 0)).job.args).toMatchObject({
    ...{ type: 'image', url: image, scope: 'all_peers' },
  });
  expect((await ask('POST', '/hooks/v1/oci', pushed('2', 'nightly'))).body).toEqual({ jobs: [] });
});

test('Kraken’s notifications preheat what was pushed, without a trigger as well', async () => {
  const { status, body } = await ask('POST', '/registry/notifications', pushed('3'));
  expect(status).toBe(200);
  expect((body as { jobs: number[] }).jobs).toHaveLength(1);
  expect((await ask('POST', '/registry/notifications', { events: [{ action: 'push' }] })).status).toBe(422);
});

test('the end of a job is told, signed, and told again until somebody takes it', async () => {
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(heard.length === 1 ? 503 : 204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const secret = 'a-secret-for-signatures';
  const made = await ask('POST', '/api/v2/webhooks', {
    ...{ name: 'ends', url: `http://127.0.0.1:${port}/hook`, secret, events: ['job.failed'] },
  });
  const { id } = made.body as { id: number };
  const sender = startWebhookSender({
    ...{ store: rest.database.webhooks, sealer: createSealer(['k'.repeat(32)]), log: silentLog() },
    addresses: { allowLoopback: true, allowPrivate: true },
  });
  try {
    const job = await ask('POST', '/api/v2/jobs', { type: 'gc', args: { type: 'job' } });
    const { id: jobId } = job.body as { id: number };
    await rest.database.jobQueue.lease('worker', 60_000, 100);
    await rest.database.jobQueue.finish({ id: jobId, holder: 'worker' }, { state: 'failed', failure: 'no disk' });
    await expect.poll(() => heard.length).toBe(1);
    const state = async () => (await rest.services.webhooks.deliveries(rest.root, id))[0];
    await expect.poll(async () => (await state())?.failure).toBe('answered 503');
    await rest.database.client.webhookDelivery.updateMany({ data: { nextAttemptAt: new Date(0) } });
    await expect.poll(async () => (await state())?.state).toBe('delivered');
    const [, last] = heard;
    expect(JSON.parse(last?.body ?? '')).toMatchObject({ event: 'job.failed', job: { id: jobId, failure: 'no disk' } });
    const timestamp = String(last?.headers['x-damselfly-timestamp']);
    expect(last?.headers['x-damselfly-signature']).toBe(signatureOf(secret, timestamp, last?.body ?? ''));
  } finally {
    await sender.close();
    server.closeAllConnections();
    server.close();
  }
});

test('a webhook to an address inside is not sent', async () => {
  await ask('POST', '/api/v2/webhooks', { name: 'metadata', url: 'http://169.254.169.254/latest' });
  const job = await ask('POST', '/api/v2/jobs', { type: 'gc', args: { type: 'job' } });
  const { id } = job.body as { id: number };
  await rest.database.jobQueue.lease('worker', 60_000, 100);
  await rest.database.jobQueue.finish({ id, holder: 'worker' }, { state: 'succeeded' });
  const sender = startWebhookSender({
    ...{ store: rest.database.webhooks, sealer: createSealer(['k'.repeat(32)]), log: silentLog() },
    addresses: { allowLoopback: false, allowPrivate: false },
  });
  try {
    const failures = async () =>
      (await rest.database.client.webhookDelivery.findMany()).map(({ failure }) => failure).join(' ');
    await expect.poll(failures).toContain('169.254.169.254');
  } finally {
    await sender.close();
  }
});
