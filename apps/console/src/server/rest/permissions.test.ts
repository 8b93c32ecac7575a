import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import type { Viewer } from '../domain/accounts/viewer.ts';
import {
  accessAdmins,
  accessReaders,
  clusterAdmins,
  everyone,
  makers,
  nowhere,
  type Place,
  platformAdmin,
  preheaters,
  type Role,
  roles,
} from '../trpc/testing/permission-table.ts';
import { rowsOf, seedTenant } from '../trpc/testing/tenant-fixture.ts';
import { routes } from './routes/table.ts';

const configReaders: readonly Role[] = ['platform-admin', 'operator', 'auditor', 'tenant-admin'];

/** Every route: who gets past its permission. Whoever adds a route adds a line. */
const table: Readonly<Record<string, readonly Role[]>> = {
  ...Object.fromEntries(
    ['/oapi/v1', '/api/v1'].flatMap((base) => [
      [`post ${base}/jobs`, preheaters],
      [`get ${base}/jobs`, everyone],
      [`get ${base}/jobs/{id}`, everyone],
      [`patch ${base}/jobs/{id}`, preheaters],
      [`delete ${base}/jobs/{id}`, makers],
    ]),
  ),
  ...Object.fromEntries(
    ['/oapi/v1', '/api/v1', '/api/v2'].flatMap((base) => [
      [`post ${base}/clusters`, clusterAdmins],
      [`get ${base}/clusters`, everyone],
      [`get ${base}/clusters/{id}`, everyone],
      [`patch ${base}/clusters/{id}`, clusterAdmins],
      [`delete ${base}/clusters/{id}`, clusterAdmins],
    ]),
  ),
  ...Object.fromEntries(
    ['schedules', 'triggers', 'webhooks'].flatMap((things) => [
      [`get /api/v2/${things}`, everyone],
      [`post /api/v2/${things}`, makers],
      [`patch /api/v2/${things}/{id}`, makers],
      [`delete /api/v2/${things}/{id}`, makers],
    ]),
  ),
  'get /api/v2/webhooks/{id}/deliveries': everyone,
  'post /hooks/v1/harbor': preheaters,
  'post /hooks/v1/oci': preheaters,
  'post /registry/notifications': preheaters,
  'get /api/v2/clusters/{id}/revisions': everyone,
  'post /api/v2/clusters/{id}/rollback': clusterAdmins,
  'get /api/v2/landings': everyone,
  'get /api/v2/applications': everyone,
  'post /api/v2/applications': makers,
  'get /api/v2/applications/{id}': everyone,
  'put /api/v2/applications/{id}': makers,
  'delete /api/v2/applications/{id}': makers,
  'get /api/v2/quotas': everyone,
  'get /api/v2/quotas/{id}': everyone,
  'put /api/v2/quotas/{id}': ['platform-admin', 'operator'],
  'get /api/v2/audit': accessReaders,
  'get /api/v2/audit/export': accessReaders,
  'get /api/v2/config': configReaders,
  'post /api/v2/config/diff': configReaders,
  'post /api/v2/config/apply': ['platform-admin', 'operator', 'tenant-admin'],
  'get /api/v2/config/revisions': configReaders,
  'get /api/v2/config/revisions/{revision}': configReaders,
  'get /api/v2/tasks': everyone,
  'get /api/v2/hosts': everyone,
  'get /api/v2/hosts/export': everyone,
  ...Object.fromEntries(
    ['schedulers', 'seed-peers'].flatMap((things) => [
      [`post /api/v1/${things}`, clusterAdmins],
      [`get /api/v1/${things}`, everyone],
      [`get /api/v1/${things}/{id}`, everyone],
      [`patch /api/v1/${things}/{id}`, clusterAdmins],
      [`delete /api/v1/${things}/{id}`, clusterAdmins],
    ]),
  ),
  'get /api/v1/scheduler-features': everyone,
  'get /api/v1/peers': everyone,
  'get /api/v1/peers/{id}': everyone,
  'delete /api/v1/peers/{id}': clusterAdmins,
  'post /api/v1/applications': makers,
  'get /api/v1/applications': everyone,
  'get /api/v1/applications/{id}': everyone,
  'patch /api/v1/applications/{id}': makers,
  'delete /api/v1/applications/{id}': makers,
  // Those of a tenant are not the platform's: behind the permission every other role is refused.
  'post /api/v1/configs': ['platform-admin', 'operator', 'tenant-admin'],
  'get /api/v1/configs': everyone,
  'get /api/v1/configs/{id}': everyone,
  'patch /api/v1/configs/{id}': ['platform-admin', 'operator', 'tenant-admin'],
  'delete /api/v1/configs/{id}': ['platform-admin', 'operator', 'tenant-admin'],
  'get /api/v1/audits': accessReaders,
  'get /api/v1/users': accessReaders,
  'get /api/v1/users/{id}': accessReaders,
  'patch /api/v1/users/{id}': platformAdmin,
  'get /api/v1/users/{id}/roles': accessReaders,
  'put /api/v1/users/{id}/roles/{role}': accessAdmins,
  'delete /api/v1/users/{id}/roles/{role}': accessAdmins,
  'post /api/v1/roles': accessAdmins,
  'get /api/v1/roles': accessReaders,
  'get /api/v1/roles/{role}': accessReaders,
  'delete /api/v1/roles/{role}': accessAdmins,
  'post /api/v1/roles/{role}/permissions': accessAdmins,
  'delete /api/v1/roles/{role}/permissions': accessAdmins,
  'get /api/v1/permissions': accessReaders,
  'post /api/v1/oauth': platformAdmin,
  'get /api/v1/oauth': ['platform-admin', 'auditor'],
  'get /api/v1/oauth/{id}': ['platform-admin', 'auditor'],
  'patch /api/v1/oauth/{id}': platformAdmin,
  'delete /api/v1/oauth/{id}': platformAdmin,
  'get /api/v1/persistent-cache-tasks': everyone,
  'get /api/v1/persistent-cache-tasks/{id}': everyone,
  'delete /api/v1/persistent-cache-tasks/{id}': makers,
  'post /api/v1/personal-access-tokens': everyone,
  'get /api/v1/personal-access-tokens': everyone,
  'get /api/v1/personal-access-tokens/{id}': everyone,
  'patch /api/v1/personal-access-tokens/{id}': everyone,
  'delete /api/v1/personal-access-tokens/{id}': everyone,
  'post /api/v2/jobs': preheaters,
  'get /api/v2/jobs': everyone,
  'get /api/v2/jobs/{id}': everyone,
  'get /api/v2/jobs/{id}/items': everyone,
  'get /api/v2/jobs/{id}/events': everyone,
  'post /api/v2/jobs/{id}/cancel': preheaters,
  'post /api/v2/jobs/{id}/repeat': preheaters,
  'delete /api/v2/jobs/{id}': makers,
  'post /api/v2/preflight': preheaters,
  'get /api/v2/tenants': everyone,
  'patch /api/v2/tenants/{id}': accessAdmins,
  'get /api/v2/users': accessReaders,
  'post /api/v2/users': accessAdmins,
  'get /api/v2/users/{id}': accessReaders,
  'patch /api/v2/users/{id}': platformAdmin,
  'delete /api/v2/users/{id}': platformAdmin,
  'post /api/v2/users/{id}/reset-password': platformAdmin,
  'put /api/v2/memberships': accessAdmins,
  'delete /api/v2/memberships': accessAdmins,
  ...Object.fromEntries(
    ['roles', 'service-accounts'].flatMap((things) => [
      [`get /api/v2/${things}`, accessReaders],
      [`post /api/v2/${things}`, accessAdmins],
      [`put /api/v2/${things}/{id}`, accessAdmins],
      [`delete /api/v2/${things}/{id}`, accessAdmins],
    ]),
  ),
  'get /api/v2/registry-credentials': everyone,
  'post /api/v2/registry-credentials': makers,
  'patch /api/v2/registry-credentials/{id}': makers,
  'delete /api/v2/registry-credentials/{id}': makers,
};

/** The id of a row of the kind that a path speaks of. */
function idOf(path: string, at: Place): string {
  if (path.includes('/personal-access-tokens')) return String(at.tokenId);
  if (path.includes('/registry-credentials')) return String(at.credentialId);
  if (path.includes('/persistent-cache-tasks')) return `${at.taskId}?scheduler_cluster_id=${at.clusterId}`;
  if (path.includes('/schedulers')) return String(at.schedulerId);
  if (path.includes('/seed-peers')) return String(at.seedPeerId);
  if (path.includes('/peers')) return String(at.hostId);
  if (path.includes('/users')) return String(at.userId);
  if (path.includes('/clusters')) return String(at.clusterId);
  if (path.includes('/applications')) return String(at.applicationId);
  if (path.includes('/schedules')) return String(at.scheduleId);
  if (path.includes('/triggers')) return String(at.triggerId);
  if (path.includes('/tenants')) return at.tenantId;
  if (path.includes('/users')) return String(at.userId);
  if (path.includes('/roles')) return String(at.roleId);
  if (path.includes('/service-accounts')) return String(at.serviceAccountId);
  if (path.includes('/webhooks')) return String(at.webhookId);
  if (path.includes('/quotas')) return at.tenantId;
  return String(at.jobId);
}

describe('routes', () => {
  let rest: RestFixture;
  let theirs: Place;
  const viewers = new Map<string, Viewer>();
  beforeAll(async () => {
    // Who sends the request is not what is tested here: its cookie is the role's name.
    const rates = { perCaller: 1e6, perTenant: 1e6 };
    rest = await startRest({ rates, session: async (cookie) => viewers.get(cookie ?? '') });
    theirs = await seedTenant(rest, 'theirs');
    const ours = await rest.addTenant('ours');
    for (const role of roles) {
      await rest.addUser(role, ours, role);
      viewers.set(role, await rest.viewer(role));
    }
  });
  afterAll(() => rest.close());

  const ask = (role: string, method: string, path: string, at: Place) => {
    const body = method === 'get' || method === 'delete' ? undefined : {};
    const asked = path
      .replace('{id}', idOf(path, at))
      .replace('{revision}', '1')
      .replace('{role}', at === nowhere ? 'nobodys' : 'theirs-name');
    return rest.ask(method.toUpperCase(), asked, body, { cookie: role });
  };

  test('every route has a line in the table', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(table).sort());
  });

  test.each(Object.keys(table))('%s lets in whom its line names, and nobody else', async (line) => {
    const [method = '', path = ''] = line.split(' ');
    const refusals: Record<string, string> = {};
    for (const role of [...roles, 'nobody']) {
      const { status, body } = await ask(role, method, path, nowhere);
      const kept = status === 401 || (status === 403 && JSON.stringify(body).includes('permission deny'));
      refusals[role] = kept ? 'kept out' : 'let in';
      expect(status, role).toBeLessThan(500);
    }
    const expected = [...roles, 'nobody'].map((role) => [
      role,
      table[line]?.some((one) => one === role) ? 'let in' : 'kept out',
    ]);
    expect(refusals).toEqual(Object.fromEntries(expected));
  });

  test.each(Object.keys(table))('%s answers another tenant as what does not exist', async (line) => {
    const [method = '', path = ''] = line.split(' ');
    const before = await rowsOf(rest, theirs);
    for (const role of ['tenant-admin', 'developer', 'preheater', 'viewer']) {
      const answers: string[] = [];
      for (const at of [theirs, nowhere]) {
        const { status, body } = await ask(role, method, path, at);
        answers.push(`${status} ${JSON.stringify(body)}`.replaceAll(/\d+/g, '#'));
      }
      expect(answers[0], role).toBe(answers[1]);
      expect(answers[0], role).not.toContain('theirs');
    }
    expect(await rowsOf(rest, theirs)).toBe(before);
  });
});
