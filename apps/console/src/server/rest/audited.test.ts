import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RestFixture, startRest } from '../../testing/rest-fixture.ts';
import type { Place } from '../trpc/testing/permission-table.ts';
import { seedTenant } from '../trpc/testing/tenant-fixture.ts';
import { routes } from './routes/table.ts';

interface Audited {
  readonly as: readonly [action: string, kind: string];
  /** What is sent; nothing unless given. */
  readonly body?: (at: Place) => unknown;
  /** Whose id stands in the path. */
  readonly id?: keyof Place;
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

/** Every route that changes something, and what the audit log says of it. Whoever adds one adds a line. */
const audited: Readonly<Record<string, Audited>> = {
  ...dragonfly('/oapi/v1'),
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

/** Those that change nothing, and one whose change needs an older revision: `trpc/audited.test.ts` has it. */
const others = ['post /api/v2/preflight', 'post /api/v2/clusters/{id}/rollback'];

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

  test.each(Object.entries(audited))('%s', async (line, { as: [action, targetKind], body, id }) => {
    places += 1;
    const at = await seedTenant(rest, `place-${places}`);
    const { auditEvent } = rest.database.client;
    const { id: last } = (await auditEvent.findFirst({ orderBy: { id: 'desc' } })) ?? { id: 0n };
    const [method = '', path = ''] = line.split(' ');
    const asked = path.replace('{id}', id === undefined ? '' : String(at[id]));
    const answer = await rest.ask(method.toUpperCase(), asked, body?.(at));
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    const where = { id: { gt: last }, actorName: 'root', action, targetKind, outcome: 'success' } as const;
    expect(await auditEvent.count({ where })).toBe(1);
    await rest.database.client.rateLimit.deleteMany();
  });
});
