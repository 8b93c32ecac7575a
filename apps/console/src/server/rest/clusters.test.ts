import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';

describe('clusters over the API', () => {
  let rest: RestFixture;
  let token: string;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 1000, perTenant: 1000 } });
    token = await rest.tokenOf('all', ['cluster']);
  });
  afterAll(() => rest.close());
  const ask = (method: string, path: string, body?: unknown) =>
    rest.ask(method, path, body, { Authorization: `Bearer ${token}` });

  test('look as in Dragonfly, take its names, and keep what a change leaves out', async () => {
    const made = await ask('POST', '/oapi/v1/clusters', {
      name: 'gpu',
      scopes: { idc: 'fra1', cidrs: ['10.0.0.0/8'] },
      scheduler_cluster_config: { candidate_parent_limit: 7 },
      seed_peer_cluster_config: { load_limit: 3000 },
      peer_cluster_config: { load_limit: 100, block_list: { task: { download: { urls: ['^http:'] } } } },
      unknown: 1,
    });
    expect(made).toMatchObject({ status: 200, body: { name: 'gpu', is_default: false } });
    const { id } = made.body as { id: number };
    const changed = await ask('PATCH', `/oapi/v1/clusters/${id}`, { bio: 'racks with cards' });
    expect(changed.body).toMatchObject({
      ...{ id, scheduler_cluster_id: id, seed_peer_cluster_id: expect.any(Number), bio: 'racks with cards' },
      scopes: { idc: 'fra1', cidrs: ['10.0.0.0/8'] },
      scheduler_cluster_config: { candidate_parent_limit: 7, filter_parent_limit: 15 },
      peer_cluster_config: { load_limit: 100, block_list: { task: { download: { urls: ['^http:'] } } } },
    });
    const listed = await ask('GET', '/api/v1/clusters?name=gpu&per_page=1');
    expect(listed.body).toMatchObject([{ id }]);
    expect(listed.headers.get('link')).toContain('rel=last');
    expect((await ask('DELETE', `/oapi/v1/clusters/${id}`)).status).toBe(200);
    expect((await ask('GET', `/oapi/v1/clusters/${id}`)).status).toBe(404);
  });

  test('in v2 have revisions, and a stale change is a conflict', async () => {
    const made = await ask('POST', '/api/v2/clusters', { settings: { name: 'edge' } });
    expect(made).toMatchObject({ status: 201, body: { revision: 1 } });
    const path = made.headers.get('location') ?? '';
    await ask('PATCH', path, { change: { bio: 'one' }, expectedRevision: 1 });
    expect((await ask('PATCH', path, { change: { bio: 'two' }, expectedRevision: 1 })).status).toBe(409);
    const back = await ask('POST', `${path}/rollback`, { revision: 1, comment: 'no' });
    expect(back.body).toMatchObject({ revision: 3, settings: { bio: '' } });
    const { items } = (await ask('GET', `${path}/revisions`)).body as { items: object[] };
    expect(items).toMatchObject([{ revision: 3, comment: 'no' }, { revision: 2 }, { revision: 1 }]);
  });

  test('say which setting is wrong', async () => {
    const refused = await ask('POST', '/api/v2/clusters', {
      settings: { name: 'x', scopes: { cidrs: ['10.0.0.0/99'], hostnames: ['(?=a)'] } },
    });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toMatch(/cidrs.*hostnames/);
  });
});
