import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import type { Place } from '../trpc/testing/permission-table.ts';
import { seedTenant } from '../trpc/testing/tenant-fixture.ts';
import { routes } from './routes/table.ts';

interface Audited {
  readonly as: readonly [action: string, kind: string];
  /** What is sent; nothing unless given. */
  readonly body?: (at: Place, rest: RestFixture) => unknown;
  /** Whose id stands in the path. */
  readonly id?: keyof Place;
  /** Makes what is needed first, and gives the id that then stands in the path, or what stands for `{role}`. */
  readonly first?: (at: Place, rest: RestFixture) => Promise<string | number>;
  /** Behind the path. */
  readonly query?: (at: Place) => string;
}

const preheat = { type: 'preheat', args: { type: 'file', url: 'http://a.test/b' } };
const gc = { type: 'gc', args: { type: 'job' } };
const named = (more: object) => () => ({ name: `n${Math.random()}`, ...more });
const cluster = { scheduler_cluster_config: {}, seed_peer_cluster_config: {}, peer_cluster_config: {} };
const credential = { registry: 'r.test', username: 'u', password: 'p' };
const pushed = (repository: string) => ({
  id: `e${Math.random()}`,
  action: 'push',
  target: {
    ...{ mediaType: 'application/vnd.oci.image.manifest.v1+json', repository, tag: 'b', digest: 'sha256:0' },
    url: `https://r.test/v2/${repository}/manifests/b`,
  },
});
const inHarbor = {
  ...{ type: 'PUSH_ARTIFACT', occur_at: 1 },
  event_data: {
    repository: { repo_full_name: 'a/b' },
    resources: [{ digest: 'sha256:0', tag: 'c', resource_url: 'r.test/a/b:c' }],
  },
};
const token = () => ({ ...named({})(), scopes: ['job'], expired_at: new Date(Date.now() + 3600e3).toISOString() });

const dragonfly = (base: string): Record<string, Audited> => ({
  [`post ${base}/jobs`]: { as: ['create', 'Job'], body: () => preheat },
  [`patch ${base}/jobs/{id}`]: { as: ['update', 'Job'], body: () => ({ bio: 'x' }), id: 'jobId' },
  [`delete ${base}/jobs/{id}`]: { as: ['delete', 'Job'], id: 'jobId' },
  [`post ${base}/clusters`]: { as: ['create', 'SchedulerCluster'], body: named(cluster) },
  [`patch ${base}/clusters/{id}`]: {
    ...{ as: ['update', 'SchedulerCluster'], body: () => ({ bio: 'x' }), id: 'clusterId' },
  },
  [`delete ${base}/clusters/{id}`]: { as: ['delete', 'SchedulerCluster'], id: 'clusterId' },
});

const permissions = [{ action: 'read' as const, subject: 'Job' as const }];
const newRole = async (_: Place, rest: RestFixture) => {
  const name = `r${Math.random()}`;
  await rest.services.roles.create(rest.root, { name, description: '', permissions });
  return name;
};
const newRoleId = async (at: Place, rest: RestFixture) => {
  const name = await newRole(at, rest);
  return (await rest.database.client.role.findFirstOrThrow({ where: { name } })).id;
};
const newConfig = async (_: Place, { services, root }: RestFixture) =>
  (await services.configs.create(root, { name: `c${Math.random()}`, value: 'x', bio: '' })).id;
const settings = { issuer: 'https://id.test', clientId: 'd', scope: 'openid', groupsClaim: 'groups', signUp: true };
const newProvider = async (_: Place, { services, root }: RestFixture) => {
  const fields = { name: `p${Math.random()}`.replace('.', ''), label: 'P', enabled: true, settings, groupRoles: [] };
  return (await services.identities.create(root, fields, 'x')).id;
};
const held = async ({ userId }: Place, { services, root, database }: RestFixture) => {
  const { id: roleId } = await database.client.role.findFirstOrThrow({ where: { name: 'developer' } });
  await services.people.grant(root, { userId, tenantId: root.tenant.id, roleId });
  return 'developer';
};
const host = () => ({ host_name: `h${Math.random()}`, ip: '10.0.0.7', port: 4000 });
const seedClusterId = async ({ seedPeerId: id }: Place, { database }: RestFixture) =>
  (await database.client.seedPeer.findUniqueOrThrow({ where: { id } })).seedPeerClusterId;
const membership = ({ userId, tenantId, roleId }: Place) => ({ userId, tenantId, roleId });

/** Dragonfly's other resources, under one base only. */
const dragonflyRest: Readonly<Record<string, Audited>> = {
  'post /api/v1/applications': {
    as: ['create', 'Application'],
    body: named({ url: 'http://a.test', priority: { value: 1 } }),
  },
  'patch /api/v1/applications/{id}': {
    ...{ as: ['update', 'Application'], body: () => ({ bio: 'x' }), id: 'applicationId' },
  },
  'delete /api/v1/applications/{id}': { as: ['delete', 'Application'], id: 'applicationId' },
  'post /api/v1/schedulers': {
    ...{ as: ['create', 'Scheduler'], body: (at) => ({ ...host(), scheduler_cluster_id: at.clusterId }) },
  },
  'patch /api/v1/schedulers/{id}': { as: ['update', 'Scheduler'], body: () => ({ idc: 'x' }), id: 'schedulerId' },
  'delete /api/v1/schedulers/{id}': { as: ['delete', 'Scheduler'], id: 'schedulerId' },
  'post /api/v1/seed-peers': {
    as: ['create', 'SeedPeer'],
    body: async (at, rest) => ({
      ...{ ...host(), type: 'super', download_port: 4001, seed_peer_cluster_id: await seedClusterId(at, rest) },
    }),
  },
  'patch /api/v1/seed-peers/{id}': { as: ['update', 'SeedPeer'], body: () => ({ idc: 'x' }), id: 'seedPeerId' },
  'delete /api/v1/seed-peers/{id}': { as: ['delete', 'SeedPeer'], id: 'seedPeerId' },
  'delete /api/v1/peers/{id}': { as: ['delete', 'Host'], id: 'hostId' },
  'post /api/v1/configs': { as: ['create', 'Setting'], body: named({ value: 'x' }) },
  'patch /api/v1/configs/{id}': { as: ['update', 'Setting'], body: () => ({ bio: 'y' }), first: newConfig },
  'delete /api/v1/configs/{id}': { as: ['delete', 'Setting'], first: newConfig },
  'patch /api/v1/users/{id}': { as: ['update', 'User'], body: () => ({ bio: 'x' }), id: 'userId' },
  'put /api/v1/users/{id}/roles/{role}': { as: ['grant', 'User'], id: 'userId', first: async () => 'developer' },
  'delete /api/v1/users/{id}/roles/{role}': { as: ['revoke', 'User'], id: 'userId', first: held },
  'post /api/v1/roles': {
    as: ['create', 'Role'],
    body: () => ({ role: `n${Math.random()}`, permissions: [{ object: 'jobs', action: 'read' }] }),
  },
  'delete /api/v1/roles/{role}': { as: ['delete', 'Role'], first: newRole },
  'post /api/v1/roles/{role}/permissions': {
    ...{ as: ['update', 'Role'], first: newRole, body: () => ({ object: 'clusters', action: 'read' }) },
  },
  'delete /api/v1/roles/{role}/permissions': {
    ...{ as: ['update', 'Role'], first: twoPermissions, body: () => ({ object: 'jobs', action: 'read' }) },
  },
  'post /api/v1/oauth': {
    as: ['create', 'IdentityProvider'],
    body: () => ({ name: 'google', client_id: 'c', client_secret: 's', redirect_url: 'https://console.test/x' }),
  },
  'patch /api/v1/oauth/{id}': { as: ['update', 'IdentityProvider'], body: () => ({ bio: 'x' }), first: newProvider },
  'delete /api/v1/oauth/{id}': { as: ['delete', 'IdentityProvider'], first: newProvider },
};

async function twoPermissions(_: Place, { services, root }: RestFixture): Promise<string> {
  const name = `r${Math.random()}`;
  const more = { action: 'read' as const, subject: 'Application' as const };
  await services.roles.create(root, { name, description: '', permissions: [...permissions, more] });
  return name;
}

const access: Readonly<Record<string, Audited>> = {
  'patch /api/v2/tenants/{id}': { as: ['update', 'Tenant'], body: () => ({ name: 'Other' }), id: 'tenantId' },
  'post /api/v2/users': {
    ...{ as: ['create', 'User'], body: ({ tenantId, roleId }) => ({ name: 'somebody', tenantId, roleId }) },
  },
  'patch /api/v2/users/{id}': { as: ['update', 'User'], body: () => ({ displayName: 'x' }), id: 'userId' },
  'delete /api/v2/users/{id}': { as: ['delete', 'User'], id: 'userId' },
  'post /api/v2/users/{id}/reset-password': { as: ['reset-password', 'User'], id: 'userId' },
  'put /api/v2/memberships': { as: ['grant', 'User'], body: membership },
  'delete /api/v2/memberships': {
    as: ['revoke', 'User'],
    async first(at, { services, root }) {
      await services.people.grant(root, membership(at));
      return '';
    },
    query: (at) => `?userId=${at.userId}&tenantId=${at.tenantId}&roleId=${at.roleId}`,
  },
  'post /api/v2/roles': { as: ['create', 'Role'], body: named({ permissions }) },
  'put /api/v2/roles/{id}': { as: ['update', 'Role'], body: named({ permissions }), id: 'roleId' },
  'delete /api/v2/roles/{id}': { as: ['delete', 'Role'], first: newRoleId },
  'post /api/v2/service-accounts': {
    as: ['create', 'ServiceAccount'],
    body: async (at, rest) => ({ name: 'program', roleIds: [await newRoleId(at, rest)] }),
  },
  'put /api/v2/service-accounts/{id}': {
    ...{ as: ['update', 'ServiceAccount'], id: 'serviceAccountId' },
    body: ({ roleId }) => ({ name: 'renamed', roleIds: [roleId] }),
  },
  'delete /api/v2/service-accounts/{id}': { as: ['delete', 'ServiceAccount'], id: 'serviceAccountId' },
};

/** Every route that changes something, and what the audit log says of it. Whoever adds one adds a line. */
const audited: Readonly<Record<string, Audited>> = {
  ...dragonfly('/oapi/v1'),
  ...dragonflyRest,
  ...access,
  ...dragonfly('/api/v1'),
  'post /api/v1/personal-access-tokens': { as: ['create', 'ApiToken'], body: token },
  'patch /api/v1/personal-access-tokens/{id}': {
    ...{ as: ['update', 'ApiToken'], body: () => ({ bio: 'x' }), id: 'tokenId' },
  },
  'delete /api/v1/personal-access-tokens/{id}': { as: ['delete', 'ApiToken'], id: 'tokenId' },
  'post /api/v2/clusters': { as: ['create', 'SchedulerCluster'], body: () => ({ settings: named({ scopes: {} })() }) },
  'patch /api/v2/clusters/{id}': {
    ...{ as: ['update', 'SchedulerCluster'], body: () => ({ change: { bio: 'x' } }), id: 'clusterId' },
  },
  'delete /api/v2/clusters/{id}': { as: ['delete', 'SchedulerCluster'], id: 'clusterId' },
  'post /api/v2/applications': { as: ['create', 'Application'], body: named({}) },
  'put /api/v2/applications/{id}': { as: ['update', 'Application'], body: named({}), id: 'applicationId' },
  'delete /api/v2/applications/{id}': { as: ['delete', 'Application'], id: 'applicationId' },
  'post /api/v2/jobs': { as: ['create', 'Job'], body: () => gc },
  'post /api/v2/jobs/{id}/cancel': { as: ['cancel', 'Job'], id: 'jobId' },
  'post /api/v2/jobs/{id}/repeat': { as: ['create', 'Job'], body: () => ({ what: 'all' }), id: 'jobId' },
  'delete /api/v2/jobs/{id}': { as: ['delete', 'Job'], id: 'jobId' },
  'post /api/v2/registry-credentials': { as: ['create', 'RegistryCredential'], body: named(credential) },
  'patch /api/v2/registry-credentials/{id}': {
    ...{ as: ['update', 'RegistryCredential'], body: () => ({ username: 'v' }), id: 'credentialId' },
  },
  'delete /api/v2/registry-credentials/{id}': { as: ['delete', 'RegistryCredential'], id: 'credentialId' },
  'post /api/v2/config/apply': {
    ...{ as: ['apply', 'ConfigRevision'], body: () => ({ document: { version: 1, applications: [named({})()] } }) },
  },
  'put /api/v2/quotas/{id}': {
    ...{ as: ['update', 'Quota'], body: () => ({ kind: 'jobs_per_minute', soft: 1, hard: null }), id: 'tenantId' },
  },
  'post /api/v2/schedules': {
    ...{ as: ['create', 'Schedule'], body: named({ cron: '0 3 * * *', args: preheat.args }) },
  },
  'patch /api/v2/schedules/{id}': { as: ['update', 'Schedule'], body: () => ({ enabled: false }), id: 'scheduleId' },
  'delete /api/v2/schedules/{id}': { as: ['delete', 'Schedule'], id: 'scheduleId' },
  'post /api/v2/triggers': { as: ['create', 'Trigger'], body: named({ kind: 'kraken' }) },
  'patch /api/v2/triggers/{id}': { as: ['update', 'Trigger'], body: () => ({ enabled: false }), id: 'triggerId' },
  'delete /api/v2/triggers/{id}': { as: ['delete', 'Trigger'], id: 'triggerId' },
  'post /api/v2/webhooks': { as: ['create', 'Webhook'], body: named({ url: 'https://hooks.test/a' }) },
  'patch /api/v2/webhooks/{id}': { as: ['update', 'Webhook'], body: () => ({ enabled: false }), id: 'webhookId' },
  'delete /api/v2/webhooks/{id}': { as: ['delete', 'Webhook'], id: 'webhookId' },
  'post /hooks/v1/harbor': { as: ['create', 'Job'], body: () => inHarbor },
  'post /hooks/v1/oci': { as: ['create', 'Job'], body: () => ({ events: [pushed('oci')] }) },
  'post /registry/notifications': { as: ['create', 'Job'], body: () => ({ events: [pushed('kraken')] }) },
};

/** Those that change nothing, that need an older revision (`trpc/audited.test.ts` has that), or a scheduler. */
const others = [
  ...['post /api/v2/preflight', 'post /api/v2/config/diff', 'post /api/v2/clusters/{id}/rollback'],
  'delete /api/v1/persistent-cache-tasks/{id}',
];

test('every route that may change something has a line', () => {
  const changing = routes.filter(({ method }) => method !== 'get').map(({ method, path }) => `${method} ${path}`);
  expect(changing.sort()).toEqual([...Object.keys(audited), ...others].sort());
});

describe('the audit log hears of', () => {
  let rest: RestFixture;
  let places = 0;
  beforeAll(async () => {
    rest = await startRest({ rates: { perCaller: 1e6, perTenant: 1e6 }, session: async () => rest.root });
    const filters = { repositories: [], tags: [] };
    for (const kind of ['harbor', 'oci'] as const)
      await rest.services.triggers.create(rest.root, {
        ...{ name: kind, kind, filters, args: {}, clusterIds: [], enabled: true },
      });
  });
  afterAll(() => rest.close());

  test.each(Object.entries(audited))('%s', async (line, { as: [action, targetKind], body, id, first, query }) => {
    places += 1;
    const at = await seedTenant(rest, `place-${places}`);
    const made = String((await first?.(at, rest)) ?? '');
    const { auditEvent } = rest.database.client;
    const [method = '', path = ''] = line.split(' ');
    const asked = path.replace('{id}', id === undefined ? made : String(at[id])).replace('{role}', made);
    const sent = await body?.(at, rest);
    const { id: last } = (await auditEvent.findFirst({ orderBy: { id: 'desc' } })) ?? { id: 0n };
    const answer = await rest.ask(method.toUpperCase(), asked + (query?.(at) ?? ''), sent);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    const where = { id: { gt: last }, actorName: 'root', action, targetKind, outcome: 'success' } as const;
    expect(await auditEvent.count({ where })).toBe(1);
    await rest.database.client.rateLimit.deleteMany();
  });
});
