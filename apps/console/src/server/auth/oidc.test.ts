import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManager } from '../../services.ts';
import { type ConsoleFixture, client, startFixture } from '../../testing/console-fixture.ts';
import { setManager } from '../entry.ts';
import { readSessionId } from './session-cookie.ts';
import { type Issuer, startIssuer } from './testing/issuer-fixture.ts';
import { nextAuthBrowser } from './testing/next-auth-browser.ts';

const url = 'http://console.test';
const secret = 's'.repeat(32);
const clientSecret = 'issuer-knows-this-secret';

describe('signing in through an OpenID Connect provider', () => {
  let fixture: ConsoleFixture;
  let issuer: Issuer;
  let ours: string;
  let providerId: number;
  beforeEach(async () => {
    fixture = await startFixture();
    issuer = await startIssuer({ clientId: 'damselfly', clientSecret });
    ours = await fixture.addTenant('ours');
    process.env.NEXTAUTH_URL = url;
    setManager(createManager({ services: fixture.services, secret, secure: false, log: silentLog() }));
    const { id } = await fixture.services.identities.create(await fixture.viewer('root'), await fields(), clientSecret);
    providerId = id;
    issuer.plan.claims = { sub: 's-1', preferred_username: 'ann', name: 'Ann', email: 'Ann@x.test', groups: ['devs'] };
  });
  afterEach(async () => {
    setManager(undefined);
    await issuer.close();
    await fixture.close();
  });

  const roleId = async (name: string) => (await fixture.database.client.role.findFirstOrThrow({ where: { name } })).id;
  const fields = async (signUp = true) => ({
    ...{ name: 'corp', label: 'Corporation', enabled: true },
    settings: { issuer: issuer.issuer, clientId: 'damselfly', scope: 'openid profile', groupsClaim: 'groups', signUp },
    groupRoles: [
      { group: 'devs', tenantId: ours, roleId: await roleId('developer') },
      { group: 'leads', tenantId: ours, roleId: await roleId('tenant-admin') },
    ],
  });

  function browser() {
    const { cookies, cookieHeader, csrfToken, ask } = nextAuthBrowser(client);
    return {
      cookies,
      cookieHeader,
      async toIssuer() {
        const body = { csrfToken: await csrfToken(), callbackUrl: url };
        const sent = await ask('signin', { method: 'POST', providerId: 'corp', body });
        return new URL(sent.location ?? '');
      },
      async back(location: string) {
        const query = Object.fromEntries(new URL(location).searchParams);
        return ask('callback', { providerId: 'corp', query });
      },
    };
  }

  async function signIn() {
    const page = browser();
    const atIssuer = await fetch(await page.toIssuer(), { redirect: 'manual' });
    const answer = await page.back(atIssuer.headers.get('location') ?? '');
    const sessionId = await readSessionId(page.cookieHeader(), { secret, secure: false });
    return { redirect: answer.location, viewer: sessionId && (await fixture.services.accounts.viewer(sessionId)) };
  }

  test('asks with state, nonce and PKCE', async () => {
    const asked = (await browser().toIssuer()).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name), name).toMatch(/^[\w-]{20,}$/);
    expect(asked.get('redirect_uri')).toBe(`${url}/api/auth/callback/corp`);
  });

  test('makes a user with the roles of their groups, and knows them again by their subject', async () => {
    const { viewer } = await signIn();
    expect(viewer).toMatchObject({ user: { name: 'ann' }, tenant: { id: ours }, roles: ['developer'] });
    issuer.plan.claims = { ...issuer.plan.claims, preferred_username: 'ann-married', groups: ['devs', 'leads'] };
    expect((await signIn()).viewer).toMatchObject({ user: { name: 'ann' }, roles: ['tenant-admin', 'developer'] });
    issuer.plan.claims = { ...issuer.plan.claims, groups: ['leads'] };
    expect((await signIn()).viewer).toMatchObject({ roles: ['tenant-admin'] });
  });

  test('lets nobody in whose groups have no role, or who is not known where accounts are not made', async () => {
    issuer.plan.claims = { ...issuer.plan.claims, groups: ['others'] };
    expect(await signIn()).toMatchObject({ redirect: expect.stringMatching(/refused=No%20group/), viewer: undefined });
    issuer.plan.claims = { ...issuer.plan.claims, groups: ['devs'] };
    await fixture.services.identities.update(await fixture.viewer('root'), providerId, await fields(false), undefined);
    expect(await signIn()).toMatchObject({ redirect: expect.stringMatching(/refused=Nobody/), viewer: undefined });
  });

  test('never takes somebody for a local user of the same name or address', async () => {
    await fixture.database.client.user.update({ where: { name: 'root' }, data: { email: 'root@x.test' } });
    issuer.plan.claims = { sub: 's-2', preferred_username: 'root', email: 'root@x.test', groups: ['devs'] };
    expect((await signIn()).viewer).toMatchObject({ user: { name: 'root@corp' }, roles: ['developer'] });
    expect(await fixture.database.client.user.findUnique({ where: { name: 'root@corp' } })).toMatchObject({
      email: null,
    });
  });

  test('a disabled user stays out, and a closed provider is not asked', async () => {
    await signIn();
    await fixture.database.client.user.update({ where: { name: 'ann' }, data: { state: 'disabled' } });
    expect((await signIn()).viewer).toBeUndefined();
    const closed = { ...(await fields()), enabled: false };
    await fixture.services.identities.update(await fixture.viewer('root'), providerId, closed, undefined);
    expect(await fixture.services.identities.offered()).toEqual([]);
  });

  test.each([
    ['another nonce', { wrongNonce: true }],
    ['an unknown key', { wrongKey: true }],
    ['another audience', { claims: { sub: 's-1', aud: 'somebody-else', groups: ['devs'] } }],
    ['an expired token', { claims: { sub: 's-1', exp: 1, groups: ['devs'] } }],
  ])('refuses a token with %s', async (_, plan) => {
    Object.assign(issuer.plan, plan);
    expect((await signIn()).viewer).toBeUndefined();
    expect(await fixture.database.client.identity.count()).toBe(0);
  });

  test('an answer that another browser asked for signs nobody in', async () => {
    const atIssuer = await fetch(await browser().toIssuer(), { redirect: 'manual' });
    const victim = browser();
    await victim.toIssuer();
    await victim.back(atIssuer.headers.get('location') ?? '');
    expect(victim.cookies['next-auth.session-token']).toBeUndefined();
  });

  test('the secret is sealed in the database, and in no answer and no line of the audit log', async () => {
    const { identityProvider, auditEvent } = fixture.database.client;
    const root = await fixture.viewer('root');
    const text = JSON.stringify(
      [await identityProvider.findMany(), await auditEvent.findMany(), await fixture.services.identities.list(root)],
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(text).not.toContain(clientSecret);
    expect((await fixture.services.identities.ready())[0]?.clientSecret).toBe(clientSecret);
  });
});
