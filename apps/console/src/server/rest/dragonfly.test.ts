import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';

/** The rest of Dragonfly's `/api/v1`: paths, bodies, states and shapes of errors as its own console sees them. */
describe('the API of Dragonfly’s manager', () => {
  let rest: RestFixture;
  let tenantId: string;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 1e6, perTenant: 1e6 }, session: async () => rest.root });
    tenantId = rest.root.tenant.id;
  });
  afterAll(() => rest.close());
  const ask = (method: string, path: string, body?: unknown) => rest.ask(method, `/api/v1${path}`, body);
  const idOf = (body: unknown) => (body as { id: number }).id;

  test('schedulers are registered, filtered, changed and forgotten, with ids and states as Dragonfly has them', async () => {
    const wanted = { host_name: 'sched-1', ip: '10.1.0.1', port: 8002, scheduler_cluster_id: 1, idc: 'a' };
    const made = await ask('POST', '/schedulers', wanted);
    expect(made).toMatchObject({
      status: 200,
      body: { ...wanted, state: 'inactive', features: ['schedule', 'preheat'] },
    });
    const id = idOf(made.body);
    await rest.database.topology.schedulers.renewLease(
      { clusterId: 1, hostname: 'sched-1', ip: '10.1.0.1' },
      { holder: 'x', renewedAtMs: Date.now(), expiresAtMs: Date.now() + 60_000 },
    );
    const listed = await ask('GET', '/schedulers?state=active&host_name=sched-1&page=1&per_page=5');
    expect(listed).toMatchObject({
      status: 200,
      body: [{ id, state: 'active', config: { manager_keep_alive_interval: 5e9 } }],
    });
    expect(listed.headers.get('link')).toContain('page=1&per_page=5>;rel=last');
    expect((await ask('GET', '/schedulers?state=inactive')).body).toEqual([]);
    expect(await ask('PATCH', `/schedulers/${id}`, { idc: 'b' })).toMatchObject({ body: { idc: 'b', port: 8002 } });
    expect((await ask('DELETE', `/schedulers/${id}`)).status).toBe(412);
    await rest.database.topology.schedulers.endLease({ clusterId: 1, hostname: 'sched-1', ip: '10.1.0.1' }, 'x');
    expect(await ask('DELETE', `/schedulers/${id}`)).toMatchObject({ status: 200, body: '' });
    expect(await ask('GET', `/schedulers/${id}`)).toMatchObject({ status: 404, body: { message: expect.any(String) } });
    const wrong = await ask('POST', '/schedulers', { ...wanted, port: 80 });
    expect(wrong).toMatchObject({ status: 422, body: { errors: expect.stringContaining('port') } });
    expect((await ask('GET', '/scheduler-features')).body).toEqual(['schedule', 'preheat']);
  });

  test('seed peers are of type super and belong to their seed peer cluster', async () => {
    const wanted = { host_name: 'seed-9', type: 'super', ip: '10.1.0.2', port: 4000, download_port: 4001 };
    const made = await ask('POST', '/seed-peers', { ...wanted, seed_peer_cluster_id: 1 });
    expect(made).toMatchObject({ status: 200, body: { ...wanted, seed_peer_cluster_id: 1, state: 'inactive' } });
    expect((await ask('GET', '/seed-peers?seed_peer_cluster_id=1')).body).toHaveLength(1);
    expect((await ask('POST', '/seed-peers', { ...wanted, type: 'weak', seed_peer_cluster_id: 1 })).status).toBe(422);
    expect((await ask('DELETE', `/seed-peers/${idOf(made.body)}`)).status).toBe(200);
  });

  test('peers are the hosts that schedulers told of', async () => {
    await rest.database.client.host.create({
      data: {
        ...{ schedulerClusterId: 1, hostId: 'h', kind: 'seed', hostname: 'node-7', ip: '10.0.0.7', port: 4000 },
        ...{ downloadPort: 4001, gitVersion: 'v1', announcedAt: new Date() },
      },
    });
    const { body } = await ask('GET', '/peers?type=super&host_name=node-7&state=active');
    expect(body).toMatchObject([{ host_name: 'node-7', type: 'super', state: 'active', scheduler_cluster_id: 1 }]);
    expect((await ask('GET', '/peers?host_name=node')).body).toEqual([]);
    const id = idOf((body as object[])[0]);
    expect((await ask('DELETE', `/peers/${id}`)).status).toBe(200);
    expect((await ask('GET', `/peers/${id}`)).status).toBe(404);
  });

  test('the config gc tells and sets how long things are kept, in nanoseconds as text', async () => {
    const [gc] = (await ask('GET', '/configs?name=gc')).body as { id: number; value: string }[];
    expect(JSON.parse(gc?.value ?? '')).toEqual({
      audit: { ttl: 90 * 24 * 3600e9 },
      job: { ttl: 30 * 24 * 3600e9 },
    });
    const value = JSON.stringify({ audit: { ttl: 7 * 24 * 3600e9 }, job: { ttl: 6 * 3600e9 } });
    expect(await ask('PATCH', `/configs/${gc?.id}`, { value })).toMatchObject({ status: 200, body: { value } });
    expect((await rest.services.gc.list()).find(({ kind }) => kind === 'job')?.keepMs).toBe(6 * 3600e3);
    expect((await ask('PATCH', `/configs/${gc?.id}`, { value: '{' })).status).toBe(422);
    expect((await ask('DELETE', `/configs/${gc?.id}`)).status).toBe(412);
    const other = await ask('POST', '/configs', { name: 'mine', value: 'text', user_id: 1 });
    expect(other).toMatchObject({ status: 200, body: { name: 'mine', value: 'text' } });
    expect((await ask('POST', '/configs', { name: 'mine', value: 'text', user_id: 1 })).status).toBe(409);
    expect((await ask('DELETE', `/configs/${idOf(other.body)}`)).status).toBe(200);
  });

  test('applications have a name, a priority from 0 to 20 and patterns', async () => {
    const wanted = {
      name: 'web',
      url: 'http://web.test',
      priority: { value: 3, urls: [{ regex: 'blobs', value: 5 }] },
    };
    const made = await ask('POST', '/applications', { ...wanted, user_id: 1 });
    expect(made).toMatchObject({ status: 200, body: wanted });
    const id = idOf(made.body);
    expect(await ask('PATCH', `/applications/${id}`, { bio: 'shop', user_id: 1 })).toMatchObject({
      body: { ...wanted, bio: 'shop' },
    });
    expect((await ask('GET', '/applications?name=web')).body).toHaveLength(1);
    expect((await ask('GET', '/applications?name=we')).body).toEqual([]);
    expect((await ask('POST', '/applications', { ...wanted, priority: { value: 21 } })).status).toBe(422);
    expect((await ask('DELETE', `/applications/${id}`)).body).toBe('');
  });

  test('users are enabled or disabled, and take and lose roles by name', async () => {
    const userId = await rest.addUser('amy', tenantId, 'viewer');
    expect((await ask('GET', '/users?name=amy')).body).toMatchObject([{ id: userId, name: 'amy', state: 'enable' }]);
    expect((await ask('GET', `/users/${userId}/roles`)).body).toEqual(['guest']);
    expect((await ask('PUT', `/users/${userId}/roles/preheater`)).status).toBe(200);
    expect(await ask('PUT', `/users/${userId}/roles/preheater`)).toMatchObject({
      status: 409,
      body: { message: 'Conflict' },
    });
    const roles = (await ask('GET', `/users/${userId}/roles`)).body as string[];
    expect(roles.sort()).toEqual(['guest', 'preheater']);
    expect((await ask('DELETE', `/users/${userId}/roles/guest`)).status).toBe(200);
    expect((await ask('DELETE', `/users/${userId}/roles/guest`)).status).toBe(404);
    expect((await ask('PUT', `/users/${userId}/roles/nobodys`)).status).toBe(404);
    expect(await ask('PATCH', `/users/${userId}`, { email: 'amy@example.org', phone: '' })).toMatchObject({
      body: { email: 'amy@example.org' },
    });
    expect(JSON.stringify((await ask('GET', `/users/${userId}`)).body)).not.toContain('assword');
  });

  test('roles are made of objects and actions, and permissions are added and taken one by one', async () => {
    expect((await ask('GET', '/roles')).body).toEqual(expect.arrayContaining(['root', 'guest']));
    const role = { role: 'looker', permissions: [{ object: 'jobs', action: 'read' }] };
    expect(await ask('POST', '/roles', role)).toMatchObject({ status: 200, body: '' });
    expect((await ask('GET', '/roles/looker')).body).toEqual([['looker', 'jobs', 'read']]);
    const more = { object: 'applications', action: '*' };
    expect((await ask('POST', '/roles/looker/permissions', more)).status).toBe(200);
    expect((await ask('POST', '/roles/looker/permissions', more)).status).toBe(409);
    expect((await ask('GET', '/roles/looker')).body).toEqual(
      expect.arrayContaining([
        ['looker', 'jobs', 'read'],
        ['looker', 'applications', '*'],
      ]),
    );
    expect((await ask('DELETE', '/roles/looker/permissions', more)).status).toBe(200);
    expect((await ask('DELETE', '/roles/looker/permissions', more)).status).toBe(404);
    expect((await ask('DELETE', '/roles/looker')).status).toBe(200);
    expect((await ask('GET', '/roles/looker')).status).toBe(404);
    expect((await ask('GET', '/permissions')).body).toEqual(expect.arrayContaining([{ object: 'jobs', action: '*' }]));
  });

  test('providers to sign in with never show their secret', async () => {
    const wanted = { name: 'google', client_id: 'c1', client_secret: 'very-secret', redirect_url: 'http://x.test' };
    const made = await ask('POST', '/oauth', wanted);
    expect(made).toMatchObject({ status: 200, body: { name: 'google', client_id: 'c1' } });
    expect(JSON.stringify([made.body, (await ask('GET', '/oauth')).body])).not.toContain('very-secret');
    const id = idOf(made.body);
    expect(await ask('PATCH', `/oauth/${id}`, { client_id: 'c2' })).toMatchObject({ body: { client_id: 'c2' } });
    expect((await ask('POST', '/oauth', { ...wanted, name: 'github' })).status).toBe(422);
    expect((await ask('DELETE', `/oauth/${id}`)).status).toBe(200);
  });

  test('audits tell who did what, in pages and filtered', async () => {
    await ask('POST', '/applications', { name: 'audited', url: '', priority: { value: 0 } });
    const { body, headers } = await ask(
      'GET',
      '/audits?actor_type=USER&actor_name=root&operation=POST&state=SUCCESS&per_page=1',
    );
    expect(body).toMatchObject([
      {
        actor_type: 'USER',
        actor_name: 'root',
        event_type: 'API',
        operation: 'POST',
        state: 'SUCCESS',
        status_code: 200,
      },
    ]);
    expect(headers.get('link')).toMatch(/^<\/api\/v1\/audits\?.*>;rel=prev,/);
    expect((await ask('GET', '/audits?operation=GET')).body).toEqual([]);
  });

  test('persistent cache tasks need their cluster, and say when no scheduler of it is there', async () => {
    expect((await ask('GET', '/persistent-cache-tasks')).status).toBe(422);
    expect((await ask('GET', '/persistent-cache-tasks?scheduler_cluster_id=77')).status).toBe(404);
    expect((await ask('GET', '/persistent-cache-tasks?scheduler_cluster_id=1')).status).toBe(503);
  });
});
