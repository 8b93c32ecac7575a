import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';

describe('people and roles over the API', () => {
  let rest: RestFixture;
  let tenantId: string;
  let writer: Record<string, string>;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 1000, perTenant: 1000 } });
    tenantId = rest.root.tenant.id;
    writer = { Authorization: `Bearer ${await rest.tokenOf('writer', ['access:write'])}` };
  });
  afterAll(() => rest.close());
  const ask = (method: string, path: string, body?: unknown) => rest.ask(method, path, body, writer);
  const roleId = async (name: string) =>
    ((await ask('GET', '/api/v2/roles')).body as { id: number; name: string }[]).find((one) => one.name === name)?.id;

  test('a role is made and given to a new user, whose one-time password is told once, and taken again', async () => {
    const permissions = [{ action: 'read', subject: 'User' }];
    const role = await ask('POST', '/api/v2/roles', { name: 'looker', permissions });
    expect(role).toMatchObject({ status: 201, body: { name: 'looker' } });
    const own = { roleId: await roleId('looker'), tenantId };
    const made = await ask('POST', '/api/v2/users', { name: 'ada', ...own });
    expect(made).toMatchObject({ status: 201, body: { person: { name: 'ada' }, oneTimePassword: expect.any(String) } });
    const { person } = made.body as { person: { id: number } };
    const read = await ask('GET', `/api/v2/users/${person.id}`);
    expect(JSON.stringify(read.body)).not.toContain('assword":"');
    // The token itself may see no jobs, so it gives no role that does.
    const viewer = { userId: person.id, tenantId, roleId: await roleId('viewer') };
    expect((await ask('PUT', '/api/v2/memberships', viewer)).status).toBe(403);
    expect((await ask('PUT', '/api/v2/memberships', { userId: person.id, ...own })).status).toBe(204);
    expect((await ask('DELETE', `/api/v2/roles/${own.roleId}`)).status).toBe(412);
    const query = new URLSearchParams({ userId: String(person.id), tenantId, roleId: String(own.roleId) });
    expect((await ask('DELETE', `/api/v2/memberships?${query}`)).status).toBe(204);
    expect((await ask('DELETE', `/api/v2/memberships?${query}`)).status).toBe(404);
    expect((await ask('DELETE', `/api/v2/roles/${own.roleId}`)).status).toBe(204);
  });

  test('a token stays in its tenant, whoever made it', async () => {
    const elsewhere = await rest.addTenant('elsewhere');
    const made = await ask('POST', '/api/v2/users', {
      name: 'eve',
      tenantId: elsewhere,
      roleId: await roleId('viewer'),
    });
    expect(made.status).toBe(403);
    expect((await ask('GET', '/api/v2/tenants')).body).toMatchObject([{ id: tenantId }]);
  });

  test('what may be read may not be written', async () => {
    const reader = { Authorization: `Bearer ${await rest.tokenOf('reader', ['access:read'])}` };
    expect((await rest.ask('GET', '/api/v2/users?limit=1', undefined, reader)).body).toMatchObject({ total: 1 });
    const refused = await rest.ask('POST', '/api/v2/roles', { name: 'x', permissions: [] }, reader);
    expect(refused.status).toBe(403);
  });
});
