import { beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleFixture, client, startFixture } from '../../../testing/console-fixture.ts';
import { permits } from '../access/permits.ts';
import type { WantedToken } from './tokens.ts';

const tomorrow = () => new Date(Date.now() + 24 * 3600e3);

describe('tokens', () => {
  let fixture: ConsoleFixture;
  let ours: string;
  beforeEach(async () => {
    fixture = await startFixture();
    ours = await fixture.addTenant('ours');
    await fixture.addUser('admin', ours, 'tenant-admin');
    await fixture.addUser('dev', ours, 'developer');
  });
  const tokens = () => fixture.services.tokens;
  const present = (secret: string, ip = client.ip) =>
    fixture.services.accounts.viewerOfToken(secret, { ...client, ip });
  const make = async (name: string, wanted: Partial<WantedToken> = {}) =>
    tokens().create(await fixture.viewer(name), { name: 'ci', scopes: ['job'], expiresAt: tomorrow(), ...wanted });
  const serviceAccount = async (role: string) => {
    const { id: roleId } = await fixture.database.client.role.findFirstOrThrow({ where: { name: role } });
    const data = { tenantId: ours, name: 'robot', roles: { create: { roleId } } };
    return (await fixture.database.client.serviceAccount.create({ data })).id;
  };

  test('a token acts as its holder, in its tenant, within its scopes; its secret is kept nowhere', async () => {
    const { token, secret } = await make('dev');
    const viewer = await present(secret);
    expect(viewer).toMatchObject({ kind: 'token', user: { name: 'dev' }, tenant: { id: ours }, token: { name: 'ci' } });
    expect(permits(viewer.rules, 'create', 'Job', { tenantId: ours })).toBe(true);
    expect(permits(viewer.rules, 'read', 'Application', { tenantId: ours })).toBe(false);
    expect(JSON.stringify(await fixture.database.client.apiToken.findMany())).not.toContain(secret.slice(12));
    expect(token).toMatchObject({ prefix: secret.slice(0, 12), lastUsedAt: null });
    expect(await tokens().byId(await fixture.viewer('dev'), token.id)).toMatchObject({ lastUsedIp: client.ip });
  });

  test('last use is written at most once a minute', async () => {
    const { token, secret } = await make('dev');
    await present(secret);
    const usedAt = async () => (await tokens().byId(await fixture.viewer('dev'), token.id)).lastUsedAt;
    const first = await usedAt();
    await present(secret, '10.9.9.9');
    expect(await usedAt()).toEqual(first);
  });

  test('nonsense and unknown tokens are told from those that may not be used now', async () => {
    const { token, secret } = await make('dev', { allowedCidrs: ['10.0.0.0/8', '2001:db8::/32'] });
    await expect(present('')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(present(`${secret}x`)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(present(secret, '192.168.0.1')).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/not for use from/),
    });
    await expect(present(secret, 'unknown')).rejects.toMatchObject({ code: 'forbidden' });
    for (const ip of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1']) {
      await expect(present(secret, ip)).resolves.toMatchObject({ token: { id: token.id } });
    }
    const { id } = token;
    const set = (data: object) => fixture.database.client.apiToken.update({ where: { id }, data });
    await set({ expiresAt: new Date(0) });
    await expect(present(secret, '10.1.2.3')).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Token has expired.',
    });
    await tokens().update(await fixture.viewer('dev'), id, { state: 'revoked', expiresAt: tomorrow() });
    await expect(present(secret, '10.1.2.3')).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Token is inactive.',
    });
    const refused = { where: { action: 'present-token', outcome: 'refused' as const } };
    expect(await fixture.database.client.auditEvent.count(refused)).toBe(1);
  });

  test('a token ends with its holder: disabled, or without a role in the tenant', async () => {
    const { secret } = await make('dev');
    await fixture.database.client.user.update({ where: { name: 'dev' }, data: { state: 'disabled' } });
    await expect(present(secret)).rejects.toMatchObject({ code: 'forbidden' });
    await fixture.database.client.user.update({ where: { name: 'dev' }, data: { state: 'enabled' } });
    await fixture.database.client.membership.deleteMany({ where: { user: { name: 'dev' } } });
    await expect(present(secret)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('rotation gives a new secret, and the old one works until the overlap is over', async () => {
    const old = await make('dev', { allowedCidrs: ['127.0.0.0/8'] });
    const dev = await fixture.viewer('dev');
    const fresh = await tokens().rotate(dev, old.token.id, { overlapMs: 3600e3, expiresAt: tomorrow() });
    expect(fresh.token).toMatchObject({ name: 'ci', replacesId: old.token.id, allowedCidrs: ['127.0.0.0/8'] });
    await expect(present(old.secret)).resolves.toBeDefined();
    await expect(present(fresh.secret)).resolves.toBeDefined();
    const { expiresAt } = await tokens().byId(dev, old.token.id);
    expect(expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 3600e3);
    await expect(tokens().rotate(dev, old.token.id, { overlapMs: 0, expiresAt: tomorrow() })).rejects.toMatchObject({
      code: 'conflict',
    });
    await tokens().rotate(dev, fresh.token.id, { overlapMs: 0, expiresAt: tomorrow() });
    await expect(present(fresh.secret)).rejects.toMatchObject({ message: 'Token has expired.' });
  });

  test("people see and change their own; an administrator the tenant's; nobody another tenant's", async () => {
    const { token } = await make('dev');
    const theirs = await fixture.addTenant('theirs');
    await fixture.addUser('stranger', theirs, 'tenant-admin');
    await fixture.addUser('dev2', ours, 'developer');
    expect(await tokens().list(await fixture.viewer('admin'))).toMatchObject([{ id: token.id }]);
    for (const name of ['stranger', 'dev2']) {
      const viewer = await fixture.viewer(name);
      expect(await tokens().list(viewer)).toEqual([]);
      await expect(tokens().byId(viewer, token.id)).rejects.toMatchObject({ code: 'notFound' });
      await expect(tokens().update(viewer, token.id, { state: 'revoked' })).rejects.toMatchObject({ code: 'notFound' });
      await expect(tokens().delete(viewer, token.id)).rejects.toMatchObject({ code: 'notFound' });
    }
    await tokens().delete(await fixture.viewer('admin'), token.id);
    expect(await tokens().list(await fixture.viewer('dev'))).toEqual([]);
  });

  test.each([
    ['an unknown scope', { scopes: ['root'] }, 'invalid'],
    ['a network that is none', { allowedCidrs: ['10.0.0.0'] }, 'invalid'],
    ['a cluster of nobody', { clusterIds: [99] }, 'invalid'],
    ['an end in the past', { expiresAt: new Date(0) }, 'invalid'],
    ['an end in eleven years', { expiresAt: new Date(Date.now() + 11 * 366 * 24 * 3600e3) }, 'invalid'],
    ['an end that is no date', { expiresAt: new Date('x') }, 'invalid'],
    ['an unknown service account', { serviceAccountId: 99 }, 'notFound'],
  ])('%s is refused', async (_, wanted, code) => {
    await expect(make('dev', wanted)).rejects.toMatchObject({ code });
  });

  test('a name serves once', async () => {
    await make('dev');
    await expect(make('dev')).rejects.toMatchObject({ code: 'conflict' });
  });

  test("a service account's token acts with the account's roles and owns nothing of a user", async () => {
    const serviceAccountId = await serviceAccount('preheater');
    const { secret } = await make('admin', { serviceAccountId, scopes: ['job:write', 'access:write'] });
    const viewer = await present(secret);
    expect(viewer).toMatchObject({ serviceAccount: { name: 'robot' }, roles: ['preheater'], tenant: { id: ours } });
    expect(viewer.user).toBeUndefined();
    expect(permits(viewer.rules, 'create', 'Job', { tenantId: ours })).toBe(true);
    expect(viewer.rules.filter(({ subject }) => subject === 'ApiToken')).toEqual([]);
    await fixture.database.client.serviceAccount.updateMany({ data: { enabled: false } });
    await expect(present(secret)).rejects.toMatchObject({ code: 'forbidden', message: 'Token is inactive.' });
  });

  test('nobody makes a token for an account that may do more than they', async () => {
    const serviceAccountId = await serviceAccount('operator');
    await expect(make('admin', { serviceAccountId })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/do not hold/),
    });
    await expect(make('dev', { serviceAccountId })).rejects.toMatchObject({ code: 'notFound' });
    await expect(make('root', { serviceAccountId })).resolves.toBeDefined();
  });

  test('everything done with tokens is in the audit log, without a secret', async () => {
    const { token, secret } = await make('dev');
    const dev = await fixture.viewer('dev');
    await tokens().update(dev, token.id, { description: 'x' });
    const rotated = await tokens().rotate(dev, token.id, { overlapMs: 0, expiresAt: tomorrow() });
    await tokens().delete(dev, rotated.token.id);
    const events = await fixture.database.client.auditEvent.findMany({
      where: { targetKind: 'ApiToken' },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ action }) => action)).toEqual(['create', 'update', 'rotate', 'delete']);
    const text = JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const one of [secret, rotated.secret]) expect(text).not.toContain(one.slice(0, 20));
  });
});
