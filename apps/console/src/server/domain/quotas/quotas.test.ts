import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../../testing/rest-fixture.ts';
import { runDue } from '../../automation/schedule-clock.ts';
import { createPreheatAdmission } from './preheat-bytes.ts';
import type { QuotaKind } from './stores.ts';

const args = { type: 'file', url: 'http://a.test/b' };

describe('quotas', () => {
  let rest: RestFixture;
  let bearer: Record<string, string>;
  let tenantId: string;
  beforeEach(async () => {
    rest = await startRest();
    tenantId = rest.root.tenant.id;
    bearer = { Authorization: `Bearer ${await rest.tokenOf('all', ['job', 'schedule:write'])}` };
  });
  afterEach(() => rest.close());

  const limit = (kind: QuotaKind, soft: number | null, hard: number | null) =>
    rest.services.quotas.set(rest.root, tenantId, kind, { soft, hard });
  const jobs = () => rest.database.client.job.count();

  test('refuse a job too many on every way to make one, and say which, how much, and until when', async () => {
    await limit('jobs_per_minute', null, 0);
    const caller = rest.callerOf(rest.root);
    await expect(caller.jobs.create({ type: 'preheat', args })).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringMatching(
        /0 of 0 jobs a minute \(hard limit jobs_per_minute\)\. Try again at \d{4}-\d\d-\d\d \d\d:\d\d:00 UTC\./,
      ),
    });
    const v2 = await rest.ask('POST', '/api/v2/jobs', { type: 'preheat', args }, bearer);
    expect(v2).toMatchObject({ status: 429, body: { code: 'exhausted', quota: { kind: 'jobs_per_minute', hard: 0 } } });
    expect(Number(v2.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    for (const base of ['/api/v1', '/oapi/v1']) {
      const v1 = await rest.ask('POST', `${base}/jobs`, { type: 'preheat', args }, bearer);
      expect(v1).toMatchObject({ status: 429, body: expect.stringContaining('jobs_per_minute') });
    }
    await rest.services.triggers.create(rest.root, {
      ...{ name: 't', kind: 'oci', args: {}, clusterIds: [], enabled: true, filters: { repositories: [], tags: [] } },
    });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const target = { mediaType, repository: 'a', tag: 'b', url: 'https://r.test/v2/a/manifests/b', digest: 'sha256:0' };
    const event = { id: 'e', action: 'push', target };
    const told = await rest.ask('POST', '/hooks/v1/oci', { events: [event] }, bearer);
    expect(told).toMatchObject({ status: 429 });
    expect(await jobs()).toBe(0);
  });

  test('a schedule that meets the limit of the minute runs in the next one', async () => {
    await limit('jobs_per_minute', null, 0);
    const { schedules } = rest.services;
    const wanted = { name: 's', cron: '* * * * *', timeZone: 'UTC', args, clusterIds: [], enabled: true };
    const { id, nextRunAt } = await schedules.create(rest.root, wanted);
    const now = () => (nextRunAt?.getTime() ?? 0) + 1;
    const needs = { store: rest.database.schedules, jobs: rest.services.jobs, log: silentLog(), now };
    await runDue(needs);
    expect([await jobs(), (await schedules.list(rest.root))[0]?.lastRunAt]).toEqual([0, null]);
    await limit('jobs_per_minute', null, 1);
    await runDue(needs);
    expect(await rest.database.client.job.findMany()).toMatchObject([{ scheduleId: id }]);
    expect((await schedules.list(rest.root))[0]?.lastRunAt).not.toBeNull();
  });

  test.each<[QuotaKind, RegExp]>([
    ['origin_bytes_per_day', /2\.00 KiB of 1\.00 KiB from origins today .* begins anew at/],
    ['seed_cached_bytes', /2\.00 KiB of 1\.00 KiB kept on seed peers .* delete tasks/],
  ])('%s refuses preheats, and lets other jobs pass', async (kind, sentence) => {
    const windowStart = kind === 'seed_cached_bytes' ? new Date(0) : new Date(Math.floor(Date.now() / 864e5) * 864e5);
    await rest.database.client.quotaUsage.create({ data: { tenantId, kind, windowStart, used: 2048n } });
    await limit(kind, null, 1024);
    const caller = rest.callerOf(rest.root);
    await expect(caller.jobs.create({ type: 'preheat', args })).rejects.toThrow(sentence);
    await caller.jobs.create({ type: 'gc', args: { type: 'job' } });
    const refused = { action: 'create', outcome: 'refused', targetKind: 'Job' } as const;
    expect(await rest.database.client.auditEvent.findMany({ where: refused })).toHaveLength(1);
  });

  test('preheats under way fill the limit before they are made and once their size is known', async () => {
    await limit('concurrent_preheat_bytes', null, 1000);
    const caller = rest.callerOf(rest.root);
    const { id } = await caller.jobs.create({ type: 'preheat', args });
    await rest.database.client.job.update({ where: { id }, data: { totalBytes: 900n } });
    const admit = createPreheatAdmission({ store: rest.database.quotas, now: Date.now });
    await expect(admit({ id: 0, tenantId }, 100)).resolves.toBeUndefined();
    await expect(admit({ id: 0, tenantId }, 101)).rejects.toMatchObject({ code: 'exhausted' });
    await expect(admit({ id, tenantId }, 900)).resolves.toBeUndefined();
    await expect(admit({ id, tenantId }, 1001)).rejects.toMatchObject({ code: 'precondition' });
    await rest.database.client.job.update({ where: { id }, data: { totalBytes: 1000n } });
    await expect(caller.jobs.create({ type: 'preheat', args })).rejects.toThrow(/wait, or cancel one/);
  });

  test('over a soft limit the answer says so, and so do the alerts', async () => {
    await limit('jobs_per_minute', 1, 100);
    const { headers, body } = await rest.ask('POST', '/api/v2/jobs', { type: 'preheat', args }, bearer);
    expect(headers.get('quota-warning')).toContain('soft limit jobs_per_minute');
    expect(body).toMatchObject({ notices: [expect.stringContaining('1 of 1 jobs a minute')] });
    const { alerts } = await rest.callerOf(rest.root).overview.summary();
    expect(alerts).toContainEqual(expect.objectContaining({ kind: 'quotaSoft', severity: 'warning' }));
  });

  test('what comes a second time with its key is no new job', async () => {
    await limit('jobs_per_minute', null, 1);
    const key = { ...bearer, 'Idempotency-Key': 'k' };
    const answers = [1, 2].map(() => rest.ask('POST', '/api/v2/jobs', { type: 'preheat', args }, key));
    expect((await Promise.all(answers)).some(({ status }) => status === 201)).toBe(true);
    expect((await rest.ask('POST', '/api/v2/jobs', { type: 'preheat', args }, key)).status).toBe(201);
    expect(await jobs()).toBe(1);
  });

  test('are set by operators for any tenant, shown to whoever is in it, and soft is never above hard', async () => {
    const ours = await rest.addTenant('ours');
    await rest.addUser('dev', ours, 'developer');
    const developer = await rest.as('dev');
    await rest.services.quotas.set(rest.root, ours, 'seed_cached_bytes', { soft: 1, hard: 2 });
    expect(await developer.quotas.list()).toMatchObject([{ tenant: { slug: 'ours' }, quotas: { length: 4 } }]);
    expect((await developer.quotas.usage({})).quotas).toContainEqual(
      expect.objectContaining({ kind: 'seed_cached_bytes', soft: 1, hard: 2, used: 0, level: 'free' }),
    );
    await expect(limit('jobs_per_minute', 3, 2)).rejects.toMatchObject({ code: 'invalid' });
    await expect(developer.quotas.usage({ tenantId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
