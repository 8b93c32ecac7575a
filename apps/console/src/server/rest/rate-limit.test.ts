import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import { RateLimits } from '../domain/rate-limits/rate-limits.ts';

describe('rate limits', () => {
  let rest: RestFixture;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 1, perTenant: 1000 } });
  });
  afterAll(() => rest.close());
  const bearerOf = async (name: string) => ({ Authorization: `Bearer ${await rest.tokenOf(name, ['job'])}` });
  const change = (bearer: Record<string, string>) => rest.ask('POST', '/api/v2/jobs/999/cancel', undefined, bearer);

  test('a caller with nothing left is refused until there is more, and another caller is not', async () => {
    const [hasty, patient] = [await bearerOf('hasty'), await bearerOf('patient')];
    const first = await change(hasty);
    expect([first.status, first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual([
      ...[404, '2', '1'],
    ]);
    await change(hasty);
    const refused = await change(hasty);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused.body).toMatchObject({ code: 'exhausted', detail: 'rate limit exceeded. Try again in 1 s.' });
    expect((await change(patient)).status).toBe(404);
    await expect.poll(async () => (await change(hasty)).status, { timeout: 8000 }).toBe(404);
  });

  test('who reads is never refused, and told nothing of limits', async () => {
    const poller = await bearerOf('poller');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => rest.ask('GET', '/oapi/v1/jobs', undefined, poller)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.headers.get('ratelimit-limit')).toBeNull();
  });

  test('replicas count together, and a refused key is not asked for again before it can pass', async () => {
    let asked = 0;
    const { take, forget } = rest.database.rateLimits;
    const counting = {
      forget,
      take: (...given: Parameters<typeof take>) => {
        asked += 1;
        return take(...given);
      },
    };
    const [one, other] = [new RateLimits(counting), new RateLimits(counting)];
    const hourly = [{ key: 'shared', intervalMs: 3600e3, burst: 1 }];
    expect(await one.take(hourly)).toMatchObject([{ allowed: true, left: 0, waitMs: 0 }]);
    for (let n = 0; n < 5; n += 1) expect(await other.take(hourly)).toMatchObject([{ allowed: false }]);
    expect(asked).toBe(2);
    await other.forget('shared');
    expect(await other.take(hourly)).toMatchObject([{ allowed: true }]);
  });

  test('a cluster takes as many new jobs a second as its job_rate_limit says, on every surface', async () => {
    const { id } = await rest.database.client.schedulerCluster.create({
      data: { name: 'slow', config: { job_rate_limit: 1 } },
    });
    const asked = { type: 'preheat', args: { type: 'file', url: 'http://a.test/b' } };
    expect((await rest.ask('POST', '/api/v2/jobs', { ...asked, clusterIds: [id] }, await bearerOf('one'))).status).toBe(
      201,
    );
    const v1 = await rest.ask(
      'POST',
      '/oapi/v1/jobs',
      { ...asked, scheduler_cluster_ids: [id] },
      await bearerOf('two'),
    );
    expect([v1.status, v1.headers.get('content-type'), v1.headers.get('retry-after')]).toEqual([
      429,
      'text/plain',
      '1',
    ]);
    await expect(rest.callerOf(rest.root).jobs.create({ ...asked, type: 'preheat', clusterIds: [id] })).rejects.toThrow(
      /job_rate_limit/,
    );
  });
});
