import { beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleFixture, password, startFixture } from '../../../testing/console-fixture.ts';
import type { RoleFields } from './roles.ts';

describe('who may do what', () => {
  let fixture: ConsoleFixture;
  let ours: string;
  let theirs: string;
  beforeEach(async () => {
    fixture = await startFixture();
    [ours, theirs] = [await fixture.addTenant('ours'), await fixture.addTenant('theirs')];
    await fixture.addUser('admin', ours, 'tenant-admin');
    await fixture.addUser('dev', ours, 'developer');
    await fixture.addUser('stranger', theirs, 'tenant-admin');
  });
  const services = () => fixture.services;
  const roleId = async (name: string) => (await fixture.database.client.role.findFirstOrThrow({ where: { name } })).id;
  const userId = async (name: string) => (await fixture.database.client.user.findUniqueOrThrow({ where: { name } })).id;
  const rootKey = async () => {
    const { userId, tenantId, roleId } = await fixture.database.client.membership.findFirstOrThrow({
      where: { user: { name: 'root' } },
    });
    return { userId, tenantId, roleId };
  };

  test('an administrator makes a user, who signs in with a one-time password and must choose another', async () => {
    const admin = await fixture.viewer('admin');
    const { person, oneTimePassword = '' } = await services().people.create(admin, {
      ...{ name: 'new', tenantId: ours, roleId: await roleId('developer'), withPassword: true },
    });
    expect(person).toMatchObject({ name: 'new', memberships: [{ role: { name: 'developer' }, tenant: { id: ours } }] });
    expect(JSON.stringify(await fixture.database.client.user.findMany())).not.toContain(oneTimePassword);
    const { sessionId } = await services().accounts.signIn('new', oneTimePassword, { ip: '::1', userAgent: '' });
    expect(await services().accounts.viewer(sessionId)).toMatchObject({ user: { mustChangePassword: true } });
  });

  test.each(['platform-admin', 'operator', 'auditor'])('a tenant administrator cannot give %s', async (role) => {
    const admin = await fixture.viewer('admin');
    const key = { userId: await userId('dev'), tenantId: ours, roleId: await roleId(role) };
    await expect(services().people.grant(admin, key)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/do not hold/),
    });
    const wanted = { ...key, name: 'new', withPassword: true };
    await expect(services().people.create(admin, wanted)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each(['tenant-admin', 'developer', 'preheater', 'viewer'])(
    'a tenant administrator gives and takes %s in the own tenant only',
    async (role) => {
      const admin = await fixture.viewer('admin');
      const key = { userId: await userId('dev'), tenantId: ours, roleId: await roleId(role) };
      await services().people.grant(admin, key);
      await services().people.revoke(admin, key);
      await expect(services().people.revoke(admin, key)).rejects.toMatchObject({ code: 'notFound' });
      await expect(services().people.grant(admin, { ...key, tenantId: theirs })).rejects.toMatchObject({
        code: 'forbidden',
      });
      const other = { ...key, userId: await userId('stranger') };
      await expect(services().people.grant(admin, other)).rejects.toMatchObject({ code: 'notFound' });
    },
  );

  test('a platform role given in a tenant is not for its administrator to take away', async () => {
    const key = { userId: await userId('dev'), tenantId: ours, roleId: await roleId('auditor') };
    await services().people.grant(await fixture.viewer('root'), key);
    await expect(services().people.revoke(await fixture.viewer('admin'), key)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('the last platform administrator can be neither disabled, removed nor stripped of the role', async () => {
    const root = await fixture.viewer('root');
    const key = await rootKey();
    const refused = { code: 'precondition', message: expect.stringMatching(/nobody who administers/) };
    await expect(services().people.update(root, key.userId, { state: 'disabled' })).rejects.toMatchObject(refused);
    await expect(services().people.revoke(root, key)).rejects.toMatchObject(refused);
    await services().people.grant(root, { ...key, userId: await userId('dev') });
    const dev = await fixture.viewer('dev');
    await services().people.revoke(dev, key);
    await expect(services().people.remove(dev, key.userId)).resolves.toBeUndefined();
    await expect(services().people.revoke(dev, { ...key, userId: dev.user.id })).rejects.toMatchObject(refused);
  });

  test('two administrators who remove each other at once leave one', async () => {
    const root = await fixture.viewer('root');
    const key = await rootKey();
    await services().people.grant(root, { ...key, userId: await userId('dev') });
    const dev = await fixture.viewer('dev');
    const outcomes = await Promise.allSettled([
      services().people.revoke(root, { ...key, userId: dev.user.id }),
      services().people.revoke(dev, key),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a disabled user and a reset password end every session at once', async () => {
    const root = await fixture.viewer('root');
    for (const end of [
      (id: number) => services().people.resetPassword(root, id),
      (id: number) => services().people.update(root, id, { state: 'disabled' }),
    ]) {
      await fixture.database.client.user.update({ where: { name: 'dev' }, data: { state: 'enabled' } });
      const { passwordHash } = await fixture.database.client.user.findUniqueOrThrow({ where: { name: 'admin' } });
      await fixture.database.client.user.update({ where: { name: 'dev' }, data: { passwordHash } });
      const dev = await fixture.viewer('dev');
      await end(dev.user.id);
      expect(await services().accounts.viewer(dev.sessionId)).toBeUndefined();
      await expect(
        services().accounts.signIn('dev', 'wrong-or-old', { ip: '::2', userAgent: '' }),
      ).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    }
  });

  test('sessions are listed and ended, by their user and by who may change that user', async () => {
    const [here, there] = [await fixture.viewer('dev'), await fixture.viewer('dev')];
    const mine = await services().sessions.list(here);
    expect(mine).toMatchObject([{ current: false }, { current: true, id: here.sessionId }]);
    const admin = await fixture.viewer('admin');
    await expect(services().sessions.list(admin, here.user.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(services().sessions.revoke(admin, there.sessionId)).rejects.toMatchObject({ code: 'notFound' });
    await services().sessions.revoke(here, there.sessionId);
    expect(await services().accounts.viewer(there.sessionId)).toBeUndefined();
    const root = await fixture.viewer('root');
    expect(await services().sessions.list(root, here.user.id)).toHaveLength(1);
    await services().sessions.revokeAll(root, here.user.id);
    expect(await services().accounts.viewer(here.sessionId)).toBeUndefined();
    expect(await services().accounts.viewer(root.sessionId)).toBeDefined();
  });

  describe('a custom role', () => {
    const reading = { name: 'looker', description: '', permissions: [{ action: 'read', subject: 'Job' }] } as const;

    test('covers rows of its tenant, and shared ones to look at but not to change', async () => {
      const admin = await fixture.viewer('admin');
      const { permissions } = await services().roles.create(admin, {
        ...reading,
        permissions: [
          { action: 'read', subject: 'SchedulerCluster' },
          { action: 'update', subject: 'SchedulerCluster' },
        ],
      });
      expect(permissions).toEqual([
        { action: 'read', subject: 'SchedulerCluster', conditions: { tenantId: '$tenantId' } },
        { action: 'read', subject: 'SchedulerCluster', conditions: { tenantId: null } },
        { action: 'update', subject: 'SchedulerCluster', conditions: { tenantId: '$tenantId' } },
      ]);
    });

    test('allows no more than its maker holds, nor what no tenant has', async () => {
      const admin = await fixture.viewer('admin');
      const make = (permissions: RoleFields['permissions']) =>
        services().roles.create(admin, { ...reading, permissions });
      await expect(make([{ action: 'update', subject: 'Quota' }])).rejects.toMatchObject({ code: 'forbidden' });
      await expect(make([{ action: 'read', subject: 'IdentityProvider' }])).rejects.toMatchObject({ code: 'invalid' });
      await expect(services().roles.create(await fixture.viewer('dev'), reading)).rejects.toMatchObject({
        code: 'forbidden',
      });
    });

    test.each(['platform-admin', 'viewer', 'root', 'guest'])('is not called %s', async (name) => {
      const root = await fixture.viewer('root');
      await expect(services().roles.create(root, { ...reading, name })).rejects.toMatchObject({ code: 'conflict' });
    });

    test('is given in its tenant only, and goes when nobody holds it', async () => {
      const admin = await fixture.viewer('admin');
      const { id } = await services().roles.create(admin, reading);
      const root = await fixture.viewer('root');
      const elsewhere = { userId: await userId('stranger'), tenantId: theirs, roleId: id };
      await expect(services().people.grant(root, elsewhere)).rejects.toMatchObject({ code: 'notFound' });
      const key = { userId: await userId('dev'), tenantId: ours, roleId: id };
      await services().people.grant(admin, key);
      expect(await services().roles.byId(admin, id)).toMatchObject({ holders: 1 });
      await expect(services().roles.remove(admin, id)).rejects.toMatchObject({ code: 'precondition' });
      await services().people.revoke(admin, key);
      await services().roles.remove(admin, id);
      await expect(services().roles.byId(admin, id)).rejects.toMatchObject({ code: 'notFound' });
    });

    test('built-in roles stay as they are', async () => {
      const root = await fixture.viewer('root');
      const id = await roleId('viewer');
      await expect(services().roles.update(root, id, reading)).rejects.toMatchObject({ code: 'precondition' });
      await expect(services().roles.remove(root, id)).rejects.toMatchObject({ code: 'precondition' });
    });
  });

  test('a tenant goes when nothing hangs on it', async () => {
    const root = await fixture.viewer('root');
    await expect(services().tenants.remove(root, ours)).rejects.toMatchObject({ code: 'precondition' });
    const empty = await services().tenants.create(root, { slug: 'empty', name: 'Empty' });
    await services().tenants.remove(root, empty.id);
    await expect(services().tenants.byId(root, empty.id)).rejects.toMatchObject({ code: 'notFound' });
  });

  test('a service account gets no role that its maker does not hold', async () => {
    const admin = await fixture.viewer('admin');
    const account = { name: 'robot', description: '', enabled: true };
    const make = async (role: string) =>
      services().serviceAccounts.create(admin, { ...account, roleIds: [await roleId(role)] });
    await expect(make('operator')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await make('preheater')).toMatchObject({ tenantId: ours, roles: [{ name: 'preheater' }], tokens: 0 });
  });

  test('what was done stands in the audit log, in words, without a secret', async () => {
    const root = await fixture.viewer('root');
    const { oneTimePassword = '' } = await services().people.resetPassword(root, await userId('dev'));
    await services().people.update(root, await userId('dev'), { displayName: 'Dev' });
    const { items } = await services().audit.search(root, { limit: 2 });
    expect(items).toMatchObject([
      { action: 'update', targetName: 'dev', before: { displayName: '' }, after: { displayName: 'Dev' } },
      { action: 'reset-password', targetName: 'dev', actorName: 'root' },
    ]);
    const whole = JSON.stringify(await fixture.database.client.auditEvent.findMany(), (_, v: unknown) =>
      typeof v === 'bigint' ? String(v) : v,
    );
    for (const secret of [oneTimePassword, password]) expect(whole).not.toContain(secret);
  });
});
