import { connect } from 'node:net';
import { silentLog } from '@damselfly/core/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDue } from '../server/automation/schedule-clock.ts';
import { routes } from '../server/rest/routes/table.ts';
import { createRestServer } from '../server/rest/server.ts';
import { type ConsoleFixture, startFixture } from '../testing/console-fixture.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const preheat = { type: 'preheat', args: { type: 'file', url: 'http://a.test/b' } };
const megabytes = 10 * 2 ** 20;

/** The HTTP server as it runs, with the API behind it; pages are left out. */
describe('bad input', () => {
  let fixture: ConsoleFixture;
  let web: WebServer;
  let token: string;
  beforeAll(async () => {
    fixture = await startFixture();
    const { services } = fixture;
    const root = await fixture.viewer('root');
    const scopes = [
      'task:read',
      'job',
      'cluster',
      'schedule:write',
      'application:write',
      'webhook:write',
      'trigger:write',
    ];
    const expiresAt = new Date(Date.now() + 3600e3);
    token = (await services.tokens.create(root, { name: 'all', scopes, expiresAt })).secret;
    web = await startWebServer({
      ...{ ip: '127.0.0.1', port: 0, dev: false, log: silentLog(), trustedProxies: ['127.0.0.1/32'] },
    });
    const rates = { perCaller: 1e6, perTenant: 1e6 };
    const rest = createRestServer({
      ...{ routes, services, rates, log: silentLog(), session: async () => undefined },
      token: (secret, from) => services.accounts.viewerOfToken(secret, from),
    });
    web.serve({
      handle: async (request, response) => {
        if (!rest.handle(request, response)) response.writeHead(404).end();
      },
      upgrade: async (_, socket) => void socket.destroy(),
    });
  });
  afterAll(async () => {
    await web.close();
    await fixture.close();
  });

  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`http://${web.address}${path}`, {
      ...{ method, ...(text !== undefined && { body: text }) },
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };

  /** Sends bytes as they are, and gives the first line of the answer. */
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(web.port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (data) => {
        resolve(data.toString('latin1').split('\r\n')[0] ?? '');
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const head = (headers: string) =>
    `POST /api/v2/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${headers}\r\n\r\n`;

  test('a body of 10 MB is refused before a byte of it was sent', async () => {
    expect(await raw(head(`Content-Length: ${megabytes}`))).toContain('413');
    expect(await raw(head('Transfer-Encoding: chunked'))).toContain('411');
  });

  test('a body longer than it said, headers without end, and nonsense are no requests', async () => {
    expect(await raw(head('Content-Length: -5'))).toContain('400');
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(64 * 1024)}\r\n\r\n`)).toContain('431');
    expect(await raw(head('Content-Length: 2\r\nTransfer-Encoding: chunked'))).toContain('400');
    expect(await raw('nonsense\r\n\r\n')).toContain('400');
  });

  test.each([
    ['no JSON', '{"type":'],
    ['JSON that is no object', '[1]'],
    ['JSON of great depth', `{"type":"preheat","args":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
    ['lists of great depth', `{"type":"preheat","args":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`],
  ])('%s is answered with 422', async (_, body) => {
    for (const path of ['/api/v2/jobs', '/oapi/v1/jobs', '/hooks/v1/harbor']) {
      const answer = await ask('POST', path, body);
      expect([path, answer.status, answer.text.slice(0, 200)]).toEqual([path, 422, expect.any(String)]);
    }
  });

  const injections = [
    `'; DROP TABLE job; --`,
    `' OR '1'='1`,
    `%27%20UNION%20SELECT`,
    `\\'; --`,
    `1); DELETE FROM "user"; --`,
  ];
  test.each(injections)('%s is a text like any other', async (text) => {
    const before = await fixture.database.client.job.count();
    const q = encodeURIComponent(text);
    for (const path of ['jobs', 'tasks', 'hosts']) {
      expect((await ask('GET', `/api/v2/${path}?search=${q}`)).status, path).toBe(200);
    }
    expect((await ask('GET', `/api/v2/jobs/${q}`)).status).toBe(422);
    const made = await ask('POST', '/api/v2/jobs', { ...preheat, bio: text });
    expect(JSON.parse(made.text)).toMatchObject({ bio: text });
    expect(await fixture.database.client.job.count()).toBe(before + 1);
  });

  test('the character NUL, which a database keeps in no text, is refused where it stands', async () => {
    for (const path of ['jobs', 'tasks', 'hosts', 'audit']) {
      const name = path === 'audit' ? 'text' : 'search';
      const answer = await ask('GET', `/api/v2/${path}?${name}=%00`);
      expect([path, answer.status]).toEqual([path, path === 'audit' ? 403 : 422]);
    }
    const root = fixture.callerOf(await fixture.viewer('root'));
    await expect(root.jobs.list({ search: '\0' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    for (const path of ['/api/v2/jobs', '/oapi/v1/jobs'])
      expect((await ask('POST', path, { ...preheat, bio: 'a\0b' })).status).toBe(422);
  });

  test('lines cannot be broken into headers, neither ours nor those of a job', async () => {
    const headers = { 'X-A': 'a\r\nSet-Cookie: b=c' };
    const job = await ask('POST', '/api/v2/jobs', { ...preheat, args: { ...preheat.args, headers } });
    expect([job.status, job.text]).toEqual([422, expect.stringContaining('headers')]);
    const path = await ask('GET', '/api/v2/%0d%0aSet-Cookie:%20a=b');
    expect([path.status, path.headers.get('set-cookie')]).toEqual([404, null]);
  });

  test.each(['* * * *', '61 * * * *', '0 0 31 2 *', 'every day', '* * * * * *', `${'*/1,'.repeat(200)}1 * * * *`])(
    'the cron line %s is refused by its field',
    async (cron) => {
      const answer = await ask('POST', '/api/v2/schedules', { name: 'c', cron, args: preheat.args });
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('cron')]);
    },
  );

  test.each(['(', '(?=a)b', '[z-a]', '\\', 'a{2,1}'])('the pattern %s is refused by its field', async (regex) => {
    const priority = { value: 1, urls: [{ regex, value: 2 }] };
    const answer = await ask('POST', '/api/v2/applications', { name: 'p', priority });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('regex')]);
  });

  test('a pattern that would take others for ever is taken, as it takes us no longer than its text', async () => {
    const priority = { value: 1, urls: [{ regex: '^(a+)+$', value: 2 }] };
    expect((await ask('POST', '/api/v2/applications', { name: 'evil', priority })).status).toBe(201);
  });

  const strict = routes.filter(({ path, body }) => path.startsWith('/api/v2/') && body !== undefined);
  test.each(strict.map(({ method, path }) => [method, path]))(
    '%s %s refuses a key it does not know, by its name',
    async (method, path) => {
      const numbered = routes.find((one) => one.path === path && one.method === method)?.params?.safeParse({ id: '1' });
      const id = numbered?.success === false ? '00000000-0000-4000-8000-000000000000' : '1';
      const cookie = await fixture.viewer('root');
      const rest = createRestServer({
        ...{ routes, services: fixture.services, log: silentLog(), session: async () => cookie },
        token: () => Promise.reject(new Error('no token here')),
      });
      const direct = await startWebServer({ ip: '127.0.0.1', port: 0, dev: false, log: silentLog() });
      direct.serve({
        handle: async (request, response) => void rest.handle(request, response),
        upgrade: async (_, socket) => void socket.destroy(),
      });
      const answer = await fetch(`http://${direct.address}${path.replace('{id}', id)}`, {
        ...{ method: method.toUpperCase(), body: '{"nonsense":1}', headers: { 'Content-Type': 'application/json' } },
      });
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('nonsense')]);
      await direct.close();
      await fixture.database.client.rateLimit.deleteMany();
    },
  );

  test('a notification that is delivered twice, also at once, makes one job', async () => {
    const target = { mediaType: 'application/vnd.oci.image.manifest.v1+json', repository: 'a', tag: 'b', digest: 'd' };
    const event = { id: 'twice', action: 'push', target: { ...target, url: 'https://r.test/v2/a/manifests/b' } };
    const deliver = () => ask('POST', '/registry/notifications', { events: [event] });
    const answers = await Promise.all([deliver(), deliver(), deliver()]);
    const last = await deliver();
    expect(new Set([...answers, last].map(({ text }) => text)).size).toBe(1);
    expect(JSON.parse(last.text)).toMatchObject({ jobs: [expect.any(Number)] });
  });

  test('two consoles whose clocks differ by an hour make one job of one time', async () => {
    const root = await fixture.viewer('root');
    const { nextRunAt, id } = await fixture.services.schedules.create(root, {
      ...{ name: 'skewed', cron: '0 * * * *', timeZone: 'UTC', args: preheat.args, clusterIds: [], enabled: true },
    });
    const due = nextRunAt?.getTime() ?? 0;
    const consoleAt = (now: () => number) =>
      runDue({ store: fixture.database.schedules, jobs: fixture.services.jobs, log: silentLog(), now });
    await consoleAt(() => due + 1);
    await consoleAt(() => due - 3600e3);
    await consoleAt(() => due + 2);
    expect(await fixture.database.client.job.count({ where: { scheduleId: id } })).toBe(1);
  });

  test('behind a proxy the networks of tokens and the audit log go by the address of the client', async () => {
    const root = await fixture.viewer('root');
    const bound = { name: 'bound', scopes: ['job'], allowedCidrs: ['203.0.113.0/24'] };
    const { secret } = await fixture.services.tokens.create(root, {
      ...bound,
      expiresAt: new Date(Date.now() + 3600e3),
    });
    const from = (ip: string) =>
      ask('POST', '/api/v2/jobs', preheat, { Authorization: `Bearer ${secret}`, 'X-Forwarded-For': ip });
    expect((await from('198.51.100.1, 127.0.0.1')).status).toBe(403);
    expect((await from('198.51.100.1, 203.0.113.9')).status).toBe(201);
    const [event] = await fixture.database.client.auditEvent.findMany({
      ...{ where: { action: 'create', targetKind: 'Job' }, orderBy: { id: 'desc' }, take: 1 },
    });
    expect(event).toMatchObject({ ip: '203.0.113.9', actorName: 'root/bound' });
  });
});
