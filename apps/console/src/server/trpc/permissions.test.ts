import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleFixture, password, startFixture } from '../../testing/console-fixture.ts';
import { appRouter } from './router.ts';
import { allPermissions } from './testing/all-permissions.ts';
import { nowhere, type Place, type Role, roles } from './testing/permission-table.ts';

type Caller = ReturnType<ConsoleFixture['callerOf']>;
type Role = 'platform-admin' | 'tenant-admin' | 'viewer' | 'anonymous';

const admins: readonly Role[] = ['platform-admin', 'tenant-admin'];
const everyoneSignedIn: readonly Role[] = ['platform-admin', 'tenant-admin', 'viewer'];

/** Every procedure: who gets past its permission, and how to call it. Whoever adds a procedure adds a line. */
const table: Readonly<Record<string, { readonly allowed: readonly Role[]; call(caller: Caller): Promise<unknown> }>> = {
  'session.me': { allowed: everyoneSignedIn, call: (c) => c.session.me() },
  'session.changePassword': {
    allowed: everyoneSignedIn,
    call: (c) => c.session.changePassword({ current: password, next: password }),
  },
  'session.switchTenant': {
    allowed: everyoneSignedIn,
    call: (c) => c.session.switchTenant({ tenantId: '00000000-0000-4000-8000-000000000000' }),
  },
  'overview.summary': { allowed: everyoneSignedIn, call: (c) => c.overview.summary() },
  'overview.watch': { allowed: everyoneSignedIn, call: async (c) => firstOf(await c.overview.watch()) },
  'clusters.list': { allowed: everyoneSignedIn, call: (c) => c.clusters.list() },
  'clusters.byId': { allowed: everyoneSignedIn, call: (c) => c.clusters.byId({ id: 1 }) },
  'clusters.watch': { allowed: everyoneSignedIn, call: async (c) => firstOf(await c.clusters.watch({ id: 1 })) },
  'clusters.settings': { allowed: everyoneSignedIn, call: (c) => c.clusters.settings({ id: 1 }) },
  'clusters.create': {
    allowed: ['platform-admin', 'tenant-admin'],
    call: (c) => c.clusters.create({ tenantId: ourTenant(), settings: { name: `new-${Math.random()}`, scopes: {} } }),
  },
  'clusters.update': {
    allowed: ['platform-admin', 'tenant-admin'],
    call: (c) => c.clusters.update({ id: 999, change: {} }),
  },
  'clusters.remove': { allowed: ['platform-admin', 'tenant-admin'], call: (c) => c.clusters.remove({ id: 999 }) },
  'clusters.history': { allowed: everyoneSignedIn, call: (c) => c.clusters.history({ id: 1 }) },
  'clusters.rollback': {
    allowed: ['platform-admin', 'tenant-admin'],
    call: (c) => c.clusters.rollback({ id: 999, revision: 1 }),
  },
  'clusters.landings': {
    allowed: everyoneSignedIn,
    call: (c) => c.clusters.landings({ hostname: 'a', ip: '10.0.0.1' }),
  },
  'clusters.watchMap': {
    allowed: everyoneSignedIn,
    call: async (c) => firstOf(await c.clusters.watchMap({ id: 1 })),
  },
  'hosts.search': { allowed: everyoneSignedIn, call: (c) => c.hosts.search({}) },
  'hosts.byId': { allowed: everyoneSignedIn, call: (c) => c.hosts.byId({ id: 999 }) },
  'hosts.versions': { allowed: everyoneSignedIn, call: (c) => c.hosts.versions({}) },
  'hosts.change': { allowed: ['platform-admin', 'tenant-admin'], call: (c) => c.hosts.change({ id: 999 }) },
  'applications.list': { allowed: everyoneSignedIn, call: (c) => c.applications.list() },
  'applications.byId': { allowed: everyoneSignedIn, call: (c) => c.applications.byId({ id: 999 }) },
  'applications.create': {
    allowed: ['platform-admin', 'tenant-admin'],
    call: (c) => c.applications.create({ name: `app-${Math.random()}` }),
  },
  'applications.update': {
    allowed: ['platform-admin', 'tenant-admin'],
    call: (c) => c.applications.update({ id: 999, settings: { name: 'x' } }),
  },
  'applications.remove': {
    allowed: ['platform-admin', 'tenant-admin'],
    call: (c) => c.applications.remove({ id: 999 }),
  },
  'tasks.search': { allowed: everyoneSignedIn, call: (c) => c.tasks.search({}) },
  'tasks.catalogued': { allowed: everyoneSignedIn, call: (c) => c.tasks.catalogued({ id: 'unknown' }) },
  'tasks.list': { allowed: everyoneSignedIn, call: (c) => c.tasks.list({}) },
  'tasks.byId': { allowed: everyoneSignedIn, call: (c) => c.tasks.byId({ id: 'unknown' }) },
  'tasks.watch': { allowed: everyoneSignedIn, call: async (c) => firstOf(await c.tasks.watch({ id: 'unknown' })) },
  'recordings.range': { allowed: everyoneSignedIn, call: (c) => c.recordings.range({ id: 'unknown' }) },
  'recordings.segment': {
    allowed: everyoneSignedIn,
    call: (c) => c.recordings.segment({ id: 'unknown', atMs: 1 }),
  },
  'recordings.pull': { allowed: everyoneSignedIn, call: (c) => c.recordings.pull({ id: 'unknown', peer: 'p' }) },
  'recordings.decisions': {
    allowed: everyoneSignedIn,
    call: (c) => c.recordings.decisions({ id: 'unknown', peer: 'p' }),
  },
  'jobs.list': { allowed: everyoneSignedIn, call: (c) => c.jobs.list({}) },
  'jobs.byId': { allowed: everyoneSignedIn, call: (c) => c.jobs.byId({ id: 999 }) },
  'jobs.items': { allowed: everyoneSignedIn, call: (c) => c.jobs.items({ id: 999 }) },
  'jobs.events': { allowed: everyoneSignedIn, call: (c) => c.jobs.events({ id: 999 }) },
  'jobs.attempts': { allowed: everyoneSignedIn, call: (c) => c.jobs.attempts({ id: 999 }) },
  'jobs.watch': { allowed: everyoneSignedIn, call: async (c) => firstOf(await c.jobs.watch({ id: 999 })) },
  'jobs.create': { allowed: admins, call: (c) => c.jobs.create({ type: 'gc', args: { type: 'job' } }) },
  'jobs.preflight': { allowed: admins, call: (c) => c.jobs.preflight({ args: {} }) },
  'jobs.cancel': { allowed: admins, call: (c) => c.jobs.cancel({ id: 999 }) },
  'jobs.repeat': { allowed: admins, call: (c) => c.jobs.repeat({ id: 999, what: 'all' }) },
  'jobs.setBio': { allowed: admins, call: (c) => c.jobs.setBio({ id: 999, bio: '' }) },
  'jobs.remove': { allowed: admins, call: (c) => c.jobs.remove({ id: 999 }) },
  'registryCredentials.list': { allowed: everyoneSignedIn, call: (c) => c.registryCredentials.list() },
  'registryCredentials.create': {
    allowed: admins,
    call: (c) =>
      c.registryCredentials.create({ name: `r${Math.random()}`, registry: 'r.test', username: 'u', password: 'p' }),
  },
  'registryCredentials.update': {
    allowed: admins,
    call: (c) => c.registryCredentials.update({ id: 999, change: {} }),
  },
  'registryCredentials.remove': { allowed: admins, call: (c) => c.registryCredentials.remove({ id: 999 }) },
  'savedViews.list': { allowed: everyoneSignedIn, call: (c) => c.savedViews.list({ page: '/tasks' }) },
  'savedViews.save': {
    allowed: everyoneSignedIn,
    call: (c) => c.savedViews.save({ page: '/tasks', name: 'mine', query: '', shared: false }),
  },
  'savedViews.remove': { allowed: everyoneSignedIn, call: (c) => c.savedViews.remove({ id: 999 }) },
  'usage.history': { allowed: everyoneSignedIn, call: (c) => c.usage.history({ range: '1h' }) },
  'usage.applications': { allowed: everyoneSignedIn, call: (c) => c.usage.applications() },
  'usage.price': { allowed: everyoneSignedIn, call: (c) => c.usage.price() },
  'usage.setPrice': {
    allowed: ['platform-admin'],
    call: (c) => c.usage.setPrice({ perGib: 0.05, currency: 'USD' }),
  },
  'system.about': { allowed: everyoneSignedIn, call: (c) => c.system.about() },
};

const ours = '';
const ourTenant = () => ours;

describe('permissions', () => {
  let fixture: ConsoleFixture;
  let here: Place;
  const callers = new Map<Role | 'anonymous', Caller>();
  beforeAll(async () => {
    fixture = await startFixture();
    const tenantId = await fixture.addTenant('ours');
    here = { ...nowhere, tenantId };
    callers.set('anonymous', fixture.callerOf(undefined));
    for (const role of roles) {
      await fixture.addUser(role, tenantId, role);
      callers.set(role, await fixture.as(role));
    }
  });
  afterAll(() => fixture.close());

  const procedures = Object.keys(appRouter._def.procedures);

  test('every procedure has a line in a table, and names its permission', () => {
    expect([...procedures].sort()).toEqual(Object.keys(allPermissions).sort());
    for (const [path, procedure] of Object.entries<unknown>(appRouter._def.procedures)) {
      expect(procedure, path).toHaveProperty('_def.meta.permission.subject', expect.any(String));
    }
  });

  test.each(procedures)('%s lets in whom its line names, and nobody else', async (path) => {
    const line = allPermissions[path];
    if (line === undefined) throw new Error('no line in a table');
    const refusals: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [role, caller] of callers) {
      refusals[role] = (await refusal(() => line.call(caller, here))) ?? 'let in';
      const known = roles.find((one) => one === role);
      expected[role] = known === undefined ? 'UNAUTHORIZED' : line.allowed.includes(known) ? 'let in' : 'FORBIDDEN';
    }
    expect(refusals).toEqual(expected);
  });

  test('a role without the permission is refused, with a sentence', async () => {
    const viewer = await fixture.services.accounts.viewer(await openSession(fixture, 'viewer'));
    const lesser = viewer && { ...viewer, rules: viewer.rules.filter(({ subject }) => subject !== 'Task') };
    await expect(fixture.callerOf(lesser).tasks.list({})).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: /read Task/,
    });
  });

  test('with a one-time password nothing but the session can be touched', async () => {
    await fixture.database.client.user.update({ where: { name: 'viewer' }, data: { mustChangePassword: true } });
    const caller = await fixture.as('viewer');
    await expect(caller.session.me()).resolves.toMatchObject({ user: { mustChangePassword: true } });
    await expect(caller.tasks.list({})).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const next = 'another-password';
    await caller.session.changePassword({ current: password, next });
    const viewer = await fixture.services.accounts.viewer(await openSession(fixture, 'viewer', next));
    await expect(fixture.callerOf(viewer).tasks.list({})).resolves.toMatchObject({ total: 0 });
  });
});

const openSession = async ({ services }: ConsoleFixture, name: string, secret = password) =>
  (await services.accounts.signIn(name, secret, { ip: '::1', userAgent: '' })).sessionId;

/** How a call was kept out, if it was; a failure behind the permission is none. */
async function refusal(call: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' ? error.code : undefined;
  }
}
