import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleFixture, password, startFixture } from '../../testing/console-fixture.ts';
import { appRouter } from './router.ts';
import { allPermissions } from './testing/all-permissions.ts';
import type { Line, Place } from './testing/permission-table.ts';
import { seedTenant } from './testing/tenant-fixture.ts';

interface Audited {
  /** The action and the kind of target of the event. */
  readonly as: readonly [action: string, kind: string];
  /** How many of them the call makes; one unless given. */
  readonly events?: number;
  /** How it succeeds, where the line of the table of permissions only asks. */
  readonly call?: Line['call'];
}

const provider = { name: 'corp', label: 'C', settings: { issuer: 'https://id.test', clientId: 'd' } };
type Caller = Parameters<Line['call']>[0];
const newProvider = (c: Caller) => c.identityProviders.create({ provider, clientSecret: 'x' });
const newRole = (c: Caller) => c.roles.create(role(`fresh-${Math.random()}`));

/** Everything that changes something, and what the audit log says of it. Whoever adds a mutation adds a line. */
const audited: Readonly<Record<string, Audited>> = {
  'applications.create': { as: ['create', 'Application'] },
  'applications.update': { as: ['update', 'Application'] },
  'applications.remove': { as: ['delete', 'Application'] },
  'clusters.create': { as: ['create', 'SchedulerCluster'] },
  'clusters.update': { as: ['update', 'SchedulerCluster'] },
  'clusters.remove': { as: ['delete', 'SchedulerCluster'] },
  'clusters.rollback': {
    as: ['update', 'SchedulerCluster'],
    events: 2,
    call: async (c, { clusterId: id }) => {
      await c.clusters.update({ id, change: { bio: 'x' } });
      return c.clusters.rollback({ id, revision: 1 });
    },
  },
  'gc.set': { as: ['update', 'Setting'] },
  'gc.run': { as: ['create', 'Job'] },
  'hosts.drain': { as: ['update', 'Host'] },
  'hosts.change': { as: ['update', 'Host'] },
  'identityProviders.create': { as: ['create', 'IdentityProvider'], call: newProvider },
  'identityProviders.update': {
    as: ['update', 'IdentityProvider'],
    call: async (c) => c.identityProviders.update({ id: (await newProvider(c)).id, provider }),
  },
  'identityProviders.remove': {
    as: ['delete', 'IdentityProvider'],
    call: async (c) => c.identityProviders.remove({ id: (await newProvider(c)).id }),
  },
  'joinTokens.create': { as: ['create', 'JoinToken'] },
  'joinTokens.remove': {
    as: ['delete', 'JoinToken'],
    call: async (c) => c.joinTokens.remove({ id: (await c.joinTokens.create({ name: `j${Math.random()}` })).id }),
  },
  'jobs.create': { as: ['create', 'Job'] },
  'jobs.cancel': { as: ['cancel', 'Job'] },
  'jobs.repeat': { as: ['create', 'Job'] },
  'jobs.setBio': { as: ['update', 'Job'] },
  'jobs.remove': { as: ['delete', 'Job'] },
  'tasks.clear': { as: ['create', 'Job'] },
  'people.create': { as: ['create', 'User'] },
  'people.update': { as: ['update', 'User'] },
  'people.remove': { as: ['delete', 'User'] },
  'people.resetPassword': { as: ['reset-password', 'User'] },
  'people.grant': { as: ['grant', 'User'] },
  'people.revoke': {
    as: ['revoke', 'User'],
    call: async (c, { userId, tenantId, roleId }) => {
      await c.people.grant({ userId, tenantId, roleId });
      return c.people.revoke({ userId, tenantId, roleId });
    },
  },
  'quotas.set': { as: ['update', 'Quota'] },
  'registryCredentials.create': { as: ['create', 'RegistryCredential'] },
  'registryCredentials.update': { as: ['update', 'RegistryCredential'] },
  'registryCredentials.remove': { as: ['delete', 'RegistryCredential'] },
  'roles.create': { as: ['create', 'Role'] },
  'roles.update': { as: ['update', 'Role'], call: (c, { roleId: id }) => c.roles.update({ id, role: role('other') }) },
  'roles.remove': { as: ['delete', 'Role'], call: async (c) => c.roles.remove({ id: (await newRole(c)).id }) },
  'savedViews.save': { as: ['create', 'SavedView'] },
  'savedViews.remove': { as: ['delete', 'SavedView'] },
  'schedules.create': { as: ['create', 'Schedule'] },
  'schedules.update': { as: ['update', 'Schedule'] },
  'schedules.remove': { as: ['delete', 'Schedule'] },
  'serviceAccounts.create': { as: ['create', 'ServiceAccount'], call: (c) => newAccount(c) },
  'serviceAccounts.update': { as: ['update', 'ServiceAccount'] },
  'serviceAccounts.remove': { as: ['delete', 'ServiceAccount'] },
  'session.changePassword': {
    as: ['change-password', 'User'],
    call: (c) => c.session.changePassword({ current: password, next: 'correct horse battery' }),
  },
  'session.switchTenant': { as: ['switch-tenant', 'User'] },
  'session.revoke': { as: ['revoke-session', 'User'] },
  'session.revokeAll': { as: ['revoke-sessions', 'User'] },
  'system.setSignUp': { as: ['update', 'Setting'] },
  'tenants.create': { as: ['create', 'Tenant'] },
  'tenants.update': { as: ['update', 'Tenant'] },
  'tenants.remove': {
    as: ['delete', 'Tenant'],
    call: async (c) => c.tenants.remove({ id: (await c.tenants.create({ slug: 'short', name: 'Short' })).id }),
  },
  'tokens.create': { as: ['create', 'ApiToken'] },
  'tokens.update': { as: ['update', 'ApiToken'] },
  'tokens.rotate': { as: ['rotate', 'ApiToken'] },
  'tokens.remove': { as: ['delete', 'ApiToken'] },
  'triggers.create': { as: ['create', 'Trigger'] },
  'triggers.setEnabled': { as: ['update', 'Trigger'] },
  'triggers.remove': { as: ['delete', 'Trigger'] },
  'usage.setPrice': { as: ['update', 'Setting'] },
  'webhooks.create': { as: ['create', 'Webhook'] },
  'webhooks.update': { as: ['update', 'Webhook'] },
  'webhooks.remove': { as: ['delete', 'Webhook'] },
};

/** Those that need a scheduler to answer: what they write down is tested there. */
const elsewhere = ['persistentTasks.update', 'persistentTasks.remove'];

function role(name: string) {
  return { name, permissions: [{ action: 'read' as const, subject: 'Job' as const }] };
}
const newAccount = async (c: Caller) => c.serviceAccounts.create({ name: 'fresh', roleIds: [(await newRole(c)).id] });

function isMutation(procedure: unknown): boolean {
  const definition: unknown = typeof procedure === 'function' && '_def' in procedure ? procedure._def : undefined;
  return (
    typeof definition === 'object' && definition !== null && 'type' in definition && definition.type === 'mutation'
  );
}

const mutations = Object.entries<unknown>(appRouter._def.procedures).flatMap(([path, one]) =>
  isMutation(one) ? [path] : [],
);

test('every mutation has a line', () => {
  expect([...mutations].sort()).toEqual([...Object.keys(audited), ...elsewhere].sort());
});

describe('the audit log hears of', () => {
  let fixture: ConsoleFixture;
  let caller: Caller;
  let places = 0;
  beforeAll(async () => {
    fixture = await startFixture();
    const root = await fixture.viewer('root');
    caller = fixture.callerOf(root);
  });
  afterAll(() => fixture.close());

  /** A tenant of its own for each, so that nothing is missing or taken. */
  const freshPlace = async (): Promise<Place> => {
    places += 1;
    return seedTenant(fixture, `place-${places}`);
  };

  test.each(Object.entries(audited))('%s', async (path, { as: [action, targetKind], events: count = 1, call }) => {
    const at = await freshPlace();
    const { auditEvent } = fixture.database.client;
    const { id: last } = (await auditEvent.findFirst({ orderBy: { id: 'desc' } })) ?? { id: 0n };
    await (call ?? allPermissions[path]?.call)?.(caller, at);
    const events = await auditEvent.findMany({ where: { id: { gt: last }, actorName: 'root', outcome: 'success' } });
    const told = events.filter((event) => event.action === action && event.targetKind === targetKind);
    expect(told, path).toHaveLength(count);
    expect(told[0]?.targetId).not.toBe('');
    expect(told[0]?.ip).toBe('127.0.0.1');
    await fixture.database.client.rateLimit.deleteMany();
    await fixture.database.client.identityProvider.deleteMany();
  });
});
