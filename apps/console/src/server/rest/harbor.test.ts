import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';

/** What Harbor's driver reads of an answer: Go would refuse anything else. */
const created = z.object({ id: z.int(), created_at: z.iso.datetime(), updated_at: z.iso.datetime() });
const polled = z.object({
  state: z.string(),
  result: z
    .object({
      job_states: z.array(
        z.object({
          error: z.string(),
          results: z
            .array(
              z.object({
                success_tasks: z.array(z.object({ url: z.string(), hostname: z.string(), ip: z.string() })).nullable(),
                failure_tasks: z.array(z.object({ url: z.string(), description: z.string() })).nullable(),
                scheduler_cluster_id: z.int().min(0),
              }),
            )
            .nullable(),
        }),
      ),
    })
    .nullish(),
});

/** The body Harbor sends, every key there. */
const preheat = (url: string, more: object = {}) => ({
  type: 'preheat',
  args: {
    ...{ type: 'image', url, tag: '', filtered_query_params: '', headers: { Authorization: 'Bearer registry-jwt' } },
    ...{ scope: '', concurrent_count: 0, timeout: 0, ...more },
  },
  scheduler_cluster_ids: null,
});
const manifest = 'https://harbor.test/v2/library/app/manifests/v1';

describe('Harbor’s driver', () => {
  let rest: RestFixture;
  let token: string;
  beforeAll(async () => {
    rest = await startRest();
    token = await rest.tokenOf('harbor', ['job']);
  });
  afterAll(() => rest.close());

  const bearer = () => ({ Authorization: `Bearer ${token}` });
  const post = async (body: unknown, headers: Record<string, string> = bearer()) =>
    rest.ask('POST', '/oapi/v1/jobs', body, { Accept: 'application/json', ...headers });
  const poll = async (id: number) => rest.ask('GET', `/oapi/v1/jobs/${id}`, undefined, bearer());
  const end = async (id: number, state: 'succeeded' | 'partial' | 'failed' | 'cancelled', failure = '') => {
    await rest.database.jobQueue.lease('worker', 60_000, 100);
    await rest.database.jobQueue.finish({ id, holder: 'worker' }, { state, failure });
  };

  test('starts a preheat with nulls, zeros and empty texts, within a second, and reads an integer id', async () => {
    const before = performance.now();
    const { status, body } = await post(preheat(manifest));
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(status).toBe(200);
    const { id } = created.parse(body);
    const job = await rest.services.jobs.byId(rest.root, id);
    expect(job.job.args).toMatchObject({ type: 'image', url: manifest, scope: 'single_seed_peer', timeout: 3600e9 });
    expect(JSON.stringify([job.job, body])).not.toContain('registry-jwt');
  });

  test.each([
    ['a bearer token', () => bearer()],
    ['Basic, with the token as the password', () => basic('anybody', token)],
    ['a header of its own', () => ({ 'X-Damselfly-Token': token })],
    ['the header Authorization with the token alone', () => ({ Authorization: token })],
  ])('is let in by %s', async (_, headers) => {
    expect((await post(preheat(manifest), headers())).status).toBe(200);
  });

  test('is kept out without a token, and with one that is wrong or lacks the scope', async () => {
    const other = await rest.tokenOf('clusters', ['cluster']);
    expect((await post(preheat(manifest), {})).status).toBe(401);
    expect((await post(preheat(manifest), { Authorization: 'Bearer nonsense' })).status).toBe(401);
    expect((await post(preheat(manifest), { Authorization: `Bearer ${other}` })).status).toBe(403);
  });

  test('reads the token from the query as well', async () => {
    const { status } = await rest.ask('GET', `/oapi/v1/jobs?access_token=${token}`);
    expect(status).toBe(200);
  });

  test('sees PENDING until the job ended, and then SUCCESS or FAILURE and nothing else', async () => {
    for (const [state, word] of [
      ['succeeded', 'SUCCESS'],
      ['partial', 'SUCCESS'],
      ['failed', 'FAILURE'],
      ['cancelled', 'FAILURE'],
    ] as const) {
      const { id } = created.parse((await post(preheat(manifest))).body);
      expect(polled.parse((await poll(id)).body).state).toBe('PENDING');
      await end(id, state, 'no such image');
      const told = polled.parse((await poll(id)).body);
      expect(told.state).toBe(word);
      if (state === 'failed') expect(told.result?.job_states.map(({ error }) => error)).toEqual(['no such image']);
    }
  });

  test('reads what became of each blob on each host', async () => {
    const { id } = created.parse((await post(preheat(manifest, { scope: 'all_peers' }))).body);
    const item = {
      ...{ clusterId: 1, taskId: 't', hostname: 'h', ip: '10.0.0.1', bytes: 1, contentLength: 1, verified: true },
      ...{ failureCode: '', failure: '', url: 'https://harbor.test/v2/library/app/blobs/sha256:1' },
    };
    const items = [
      { ...item, hostId: 'a', state: 'succeeded' as const },
      { ...item, hostId: 'b', state: 'failed' as const, failure: 'no disk', failureCode: 'storage' },
    ];
    await rest.database.jobQueue.saveItems(id, items, { totalBytes: 2, doneBytes: 1 });
    await end(id, 'partial');
    const [state] = polled.parse((await poll(id)).body).result?.job_states ?? [];
    expect(state?.results).toMatchObject([
      { success_tasks: [{ hostname: 'h' }], failure_tasks: [{ description: 'no disk' }], scheduler_cluster_id: 1 },
    ]);
  });

  test('may poll as often as it likes', async () => {
    const { id } = created.parse((await post(preheat(manifest))).body);
    const statuses = await Promise.all(Array.from({ length: 150 }, async () => (await poll(id)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('asks for models as images, with clusters, and an unknown cluster is named', async () => {
    const body = { ...preheat(manifest, { scope: 'all_seed_peers' }), scheduler_cluster_ids: [1] };
    expect((await post(body)).status).toBe(200);
    const missing = await post({ ...body, scheduler_cluster_ids: [77] });
    expect(missing).toMatchObject({ status: 404, body: { message: expect.stringContaining('77') } });
  });

  test('is told what is wrong as Dragonfly tells it', async () => {
    expect(await post({ type: 'nonsense', args: {} })).toMatchObject({
      status: 422,
      body: { errors: expect.stringContaining('nonsense') },
    });
    expect(await post('{')).toMatchObject({ status: 422, body: { errors: expect.stringContaining('JSON') } });
    const wrong = await post(preheat(manifest, { scope: 'everywhere' }));
    expect(wrong).toMatchObject({ status: 422, body: { errors: expect.stringContaining('scope') } });
    expect(await rest.ask('GET', '/oapi/v1/jobs/999', undefined, bearer())).toMatchObject({ status: 404 });
  });
});

const basic = (user: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
