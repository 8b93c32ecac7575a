import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';

type Document = { version: 1; clusters: { name: string; peerLoadLimit: number }[] } & Record<string, unknown[]>;
type Answer = { changes: { section: string; name: string; action: string }[]; revision?: number };

describe('configuration as code', () => {
  let rest: RestFixture;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 1e6, perTenant: 1e6 }, session: async () => rest.root });
  });
  afterAll(() => rest.close());
  const ask = (method: string, path: string, body?: unknown) => rest.ask(method, `/api/v2/config${path}`, body);
  const exported = async () => (await ask('GET', '')).body as Document;
  const said = ({ body }: { body: unknown }) =>
    (body as Answer).changes.map(({ action, section, name }) => `${action} ${section}.${name}`);
  const apply = (document: unknown, more: object = {}) => ask('POST', '/apply', { document, ...more });
  const diff = (document: unknown, more: object = {}) => ask('POST', '/diff', { document, ...more });
  const wanted = {
    version: 1,
    roles: [{ name: 'looker', permissions: [{ action: 'read', subject: 'Job' }] }],
    clusters: [{ name: 'training', peerLoadLimit: 300, scopes: { cidrs: ['10.0.0.0/8'] } }],
    applications: [{ name: 'web', priority: { value: 3 } }],
    quotas: [{ name: 'jobs_per_minute', soft: 10, hard: 20 }],
    schedules: [
      { name: 'nightly', cron: '0 3 * * *', args: { type: 'image', url: 'registry.test/a:b' }, clusters: ['training'] },
    ],
  };

  test('what is exported changes nothing, and is the same text every time', async () => {
    const document = await exported();
    expect(document).toMatchObject({ version: 1, clusters: [{ name: 'cluster-1', shared: true }], roles: [] });
    expect(said(await diff(document, { prune: true }))).toEqual([]);
    expect(JSON.stringify(await exported())).toBe(JSON.stringify(document));
  });

  test('a document is compared, applied once, and changes nothing the second time', async () => {
    const steps = [
      ...['create roles.looker', 'create clusters.training', 'create applications.web'],
      ...['create quotas.jobs_per_minute', 'create schedules.nightly'],
    ];
    expect(said(await diff(wanted))).toEqual(steps);
    expect(said(await diff(wanted))).toEqual(steps);
    const done = await apply(wanted, { comment: 'first' });
    expect([done.status, said(done)]).toEqual([200, steps]);
    expect(said(await diff(wanted))).toEqual([]);
    expect(await apply(wanted)).toMatchObject({ body: { changes: [] } });
    const schedule = (await rest.services.schedules.list(rest.root))[0];
    expect(schedule).toMatchObject({ name: 'nightly', clusterIds: [expect.any(Number)] });
  });

  test('a section that is left out stays, and only pruning deletes what a section does not name', async () => {
    const less = { version: 1, applications: [], roles: [] };
    expect(said(await diff(less))).toEqual([]);
    expect(said(await diff(less, { prune: true }))).toEqual(['delete applications.web', 'delete roles.looker']);
  });

  test('the history goes back to what a revision was, cluster and all', async () => {
    const { clusters } = await exported();
    const changed = clusters.map((one) => (one.name === 'training' ? { ...one, peerLoadLimit: 77 } : one));
    expect(said(await apply({ version: 1, clusters: changed, applications: [] }, { prune: true }))).toEqual([
      'update clusters.training',
      'delete applications.web',
    ]);
    const { items } = (await ask('GET', '/revisions')).body as { items: { revision: number; comment: string }[] };
    expect(items.map(({ revision, comment }) => [revision, comment])).toEqual([
      [2, ''],
      [1, 'first'],
    ]);
    const first = (await ask('GET', '/revisions/1')).body;
    expect(said(await apply(first, { prune: true }))).toEqual(['update clusters.training', 'create applications.web']);
    expect((await exported()).clusters.find(({ name }) => name === 'training')?.peerLoadLimit).toBe(300);
    expect((await ask('GET', '/revisions/99')).status).toBe(404);
  });

  test.each([
    [{ version: 2 }, 'version'],
    [{ version: 1, clusters: [{ name: 'a', peerLoadLimit: 0 }] }, 'peerLoadLimit'],
    [{ version: 1, clusters: [{ name: 'a', colour: 'red' }] }, 'colour'],
    [{ version: 1, applications: [{ name: 'a' }, { name: 'a' }] }, 'twice'],
    [{ version: 1, schedules: [{ name: 'a', cron: 'never', args: { type: 'file', url: 'http://a.test/b' } }] }, 'cron'],
    [{ version: 1, schedules: [{ name: 'a', cron: '0 3 * * *', args: { type: 'file' } }] }, 'url'],
  ])('names what is wrong in %j', async (document, field) => {
    const { status, body } = await apply(document);
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain(field);
  });

  test('a change that fails says which and how many were made, and the rest of the tenant stays out of reach', async () => {
    const schedule = {
      name: 'b',
      cron: '0 3 * * *',
      args: { type: 'file', url: 'http://a.test/b' },
      clusters: ['gone'],
    };
    const failed = await apply({ version: 1, applications: [{ name: 'made' }], schedules: [schedule] });
    expect(failed).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('1 of 2 changes were made') },
    });
    const other = await rest.addTenant('other');
    await rest.database.client.application.create({
      data: { tenantId: other, name: 'theirs', url: '', priority: { value: 0 } },
    });
    expect(JSON.stringify(await exported())).not.toContain('theirs');
  });
});
