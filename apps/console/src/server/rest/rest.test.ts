import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import { openApiDocument } from './openapi.ts';
import { linkHeader, withoutUnset } from './paging.ts';
import { routes } from './routes/table.ts';

describe('the API', () => {
  let rest: RestFixture;
  let token: string;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 30, perTenant: 1000 } });
    token = await rest.tokenOf('all', ['job']);
  });
  afterAll(() => rest.close());
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    rest.ask(method, path, body, { Authorization: `Bearer ${token}`, ...headers });
  const file = (url: string, more: object = {}) => ({ type: 'preheat', args: { type: 'file', url, ...more } });

  test('makes a job once for an idempotency key, and says conflict for another request with it', async () => {
    const key = { 'Idempotency-Key': 'once' };
    const first = await ask('POST', '/api/v2/jobs', file('http://a.test/b'), key);
    expect(first).toMatchObject({ status: 201, body: { state: 'pending' } });
    const again = await ask('POST', '/api/v2/jobs', file('http://a.test/b'), key);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const other = await ask('POST', '/api/v2/jobs', file('http://a.test/c'), key);
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(other.headers.get('content-type')).toContain('application/problem+json');
  });

  test.each([
    [{ type: 'preheat', args: { type: 'file' } }, 'url'],
    [file('http://a.test/b', { nonsense: 1 }), 'nonsense'],
    [file('http://a.test/b', { piece_length: 1024 ** 3 }), 'piece_length'],
    [file('http://a.test/b', { headers: { 'X-A': 'a\r\nX-B: b' } }), 'headers'],
    [file('http://a.test/b', { headers: { 'X A': 'b' } }), 'headers'],
    [file('http://a.test/b', { ips: ['1.2.3.4; DROP TABLE job'] }), 'ips'],
    [file('http://a.test/b', { targets: { cidrs: ['10.0.0.0/99'] } }), 'cidrs'],
    [{ ...file('http://a.test/b'), more: 1 }, 'more'],
    [{ type: "preheat' OR 1=1", args: {} }, 'type'],
  ])('names the field that is wrong in %j', async (body, field) => {
    const { status, body: problem } = await ask('POST', '/api/v2/jobs', body);
    expect(status).toBe(422);
    expect(JSON.stringify(problem)).toContain(field);
  });

  test('does not keep nor show credentials', async () => {
    const secrets = { username: 'robot', password: 'hunter2', headers: { Authorization: 'Bearer s3cret' } };
    const image = { type: 'preheat', args: { type: 'image', url: 'registry.test/a:b', ...secrets } };
    const { body } = await ask('POST', '/api/v2/jobs', image);
    const rows = JSON.stringify(await rest.database.client.$queryRaw`SELECT j::text AS row FROM job j`);
    for (const secret of ['hunter2', 's3cret']) {
      expect(JSON.stringify(body)).not.toContain(secret);
      expect(rows).not.toContain(secret);
    }
  });

  test('pages with cursors in v2 and with a Link header in v1', async () => {
    for (let n = 0; n < 3; n += 1) await ask('POST', '/api/v2/jobs', file(`http://a.test/${n}`));
    const first = (await ask('GET', '/api/v2/jobs?limit=2')).body as { items: { id: number }[]; nextCursor: number };
    const next = (await ask('GET', `/api/v2/jobs?limit=2&cursor=${first.nextCursor}`)).body as typeof first;
    expect(first.items).toHaveLength(2);
    expect(next.items[0]?.id).toBeLessThan(first.items[1]?.id ?? 0);
    const { body, headers } = await ask('GET', '/api/v1/jobs?page=1&per_page=2&state=PENDING');
    expect(body).toHaveLength(2);
    expect(headers.get('link')).toMatch(
      /^<\/api\/v1\/jobs\?[^>]*page=1[^>]*>;rel=prev,<.*>;rel=next,<.*>;rel=first,<.*>;rel=last$/,
    );
  });

  test('says which methods a path has, and that there is no such path', async () => {
    const wrong = await ask('PUT', '/api/v2/jobs');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, GET']);
    expect((await ask('GET', '/api/v2/nothing')).status).toBe(404);
    expect((await ask('GET', '/api/trpc/x')).status).toBe(418);
  });

  test('says with every change how many more there may be, and says nothing of the kind to who reads', async () => {
    const change = await ask('POST', '/api/v2/jobs/999/cancel');
    expect(change.headers.get('ratelimit-limit')).toBe('60');
    expect((await ask('GET', '/api/v2/jobs')).headers.get('ratelimit-limit')).toBeNull();
  });

  test('hides the jobs of another tenant', async () => {
    const other = await rest.addTenant('other');
    const { id } = await rest.database.jobs.insert({
      ...{ tenantId: other, type: 'gc', bio: '', args: {}, secretCipher: null, clusterIds: [], timeoutMs: 1000 },
      ...{
        maxAttempts: 1,
        userId: null,
        apiTokenId: null,
        serviceAccountId: null,
        idempotencyKey: null,
        requestHash: '',
      },
    });
    for (const path of [`/api/v2/jobs/${id}`, `/oapi/v1/jobs/${id}`, `/api/v2/jobs/${id}/items`]) {
      expect((await ask('GET', path)).status).toBe(404);
    }
    expect((await ask('DELETE', `/api/v2/jobs/${id}`)).status).toBe(404);
  });
});

test('the table of routes becomes an OpenAPI 3.1 document with every path', () => {
  const document = openApiDocument(routes, '1.0.0');
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths ?? {}).sort()).toEqual([...new Set(routes.map(({ path }) => path))].sort());
  expect(document.paths?.['/api/v2/jobs']?.post?.requestBody).toBeDefined();
});

test('a page without rows has a last page 0, as Dragonfly has it', () => {
  const link = linkHeader(new URL('http://x/oapi/v1/jobs?access_token=s&type=preheat'), 1, 10, 0);
  expect(link).toContain('page=0&per_page=10>;rel=last');
  expect(link).not.toContain('access_token');
});

test('null, empty and 0 are unset at any depth, false is not', () => {
  expect(withoutUnset({ a: null, b: '', c: 0, d: { e: '', f: 'x' }, g: [], h: false })).toEqual({
    d: { f: 'x' },
    h: false,
  });
});
