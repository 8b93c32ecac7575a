import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import type { Viewer } from '../domain/accounts/viewer.ts';
import { createAudit } from '../domain/audit/audit.ts';
import { systemAuthor } from '../domain/audit/author.ts';
import { eventHash } from '../domain/audit/event-hash.ts';

const many = 1300;

describe('the audit log over the API', () => {
  let rest: RestFixture;
  let ours: string;
  const viewers = new Map<string, Viewer>();
  beforeAll(async () => {
    // Who asks is not what is tested here: the cookie is the name.
    rest = await startRest({ session: async (cookie) => viewers.get(cookie ?? '') });
    ours = await rest.addTenant('ours');
    await rest.addUser('admin', ours, 'tenant-admin');
    for (const name of ['root', 'admin']) viewers.set(name, await rest.viewer(name));
    for (let n = 0; n < many; n += 1) {
      const event = {
        ...{ at: new Date(Date.UTC(2100, 0, 1) + n * 60_000), tenantId: n % 2 === 0 ? ours : null, actorUserId: null },
        ...({ actorKind: 'system', actorName: 'clock', action: n === 0 ? '=1+1' : 'tick', targetKind: 'Job' } as const),
        ...({
          targetId: String(n),
          targetName: 'a,"b"',
          outcome: 'success',
          ip: '',
          userAgent: '',
          requestId: '',
        } as const),
        ...{ before: null, after: { n } },
      };
      await rest.database.audit.append(event, (previous) => eventHash(previous, event));
    }
  });
  afterAll(() => rest.close());

  const get = async (query: string, cookie = 'root') => {
    const { status, headers, body } = await rest.ask('GET', `/api/v2/audit${query}`, undefined, { cookie });
    return { status, headers, text: String(body) };
  };

  test('leaves as lines of JSON or CSV, all of it, the newest first', async () => {
    const whole = await get('/export?text=clock');
    const lines = whole.text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toHaveLength(many);
    expect(lines[0]).toMatchObject({ targetId: String(many - 1), hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(whole.headers.get('content-type')).toBe('application/x-ndjson');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/);
    const csv = await get('/export?format=csv&text=clock');
    const rows = csv.text.trimEnd().split('\r\n');
    expect(rows).toHaveLength(many + 1);
    expect(rows.at(-1)).toContain(`'=1+1,Job,0,"a,""b"""`);
  });

  test('is narrowed by time, and to what the reader may see', async () => {
    const hour = '/export?from=2100-01-01T01:00:00Z&to=2100-01-01T02:00:00Z';
    expect((await get(hour)).text.trimEnd().split('\n')).toHaveLength(60);
    expect((await get(hour, 'admin')).text.trimEnd().split('\n')).toHaveLength(30);
    const page = await rest.ask('GET', '/api/v2/audit?limit=2&text=clock', undefined, { cookie: 'admin' });
    expect(page.body).toMatchObject({ items: [{ targetId: String(many - 2) }, { targetId: String(many - 4) }] });
    expect((await get('/export?from=yesterday')).status).toBe(422);
  });

  test('is read no faster than it is taken', async () => {
    let pages = 0;
    const { page, ...store } = rest.database.audit;
    const counting = {
      ...store,
      page: (...given: Parameters<typeof page>) => {
        pages += 1;
        return page(...given);
      },
    };
    const reading = createAudit({ store: counting, now: Date.now }).exported(rest.root, {}, 'json-lines');
    const iterator = reading[Symbol.asyncIterator]();
    await iterator.next();
    expect(pages).toBe(1);
    await iterator.return?.();
  });

  test('still follows from line to line after the oldest were forgotten', async () => {
    expect(await rest.services.audit.verify()).toMatchObject({ intact: true });
    expect(await rest.services.audit.forgetBefore(new Date(Date.UTC(2100, 0, 1, 10)))).toBeGreaterThanOrEqual(600);
    await rest.services.audit.record(systemAuthor, { action: 'forget' });
    expect(await rest.services.audit.verify()).toMatchObject({ intact: true });
    await rest.database.client.auditEvent.updateMany({ where: { targetId: '700' }, data: { actorName: 'somebody' } });
    expect(await rest.services.audit.verify()).toMatchObject({ intact: false });
  });
});
