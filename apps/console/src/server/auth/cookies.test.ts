import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createManager } from '../../services.ts';
import { type ConsoleFixture, client, password, startFixture } from '../../testing/console-fixture.ts';
import { setManager } from '../entry.ts';
import type { Manager } from '../manager.ts';
import { readSessionId } from './session-cookie.ts';
import { nextAuthBrowser } from './testing/next-auth-browser.ts';

const secret = 's'.repeat(32);

describe('what a browser keeps', () => {
  let fixture: ConsoleFixture;
  let running: Manager;
  beforeEach(async () => {
    fixture = await startFixture();
    start('http://console.test');
  });
  afterEach(async () => {
    setManager(undefined);
    await fixture.close();
  });

  function start(url: string) {
    process.env.NEXTAUTH_URL = url;
    running = createManager({ services: fixture.services, secret, secure: url.startsWith('https:'), log: silentLog() });
    setManager(running);
  }
  const enter = async (way: string, fields: object, page = nextAuthBrowser(client)) => {
    const body = { csrfToken: await page.csrfToken(), ...fields };
    const answer = await page.ask('callback', { method: 'POST', providerId: way, body });
    return { page, refused: new URL(answer.location ?? 'http://none').searchParams.get('error') };
  };
  const signIn = (page = nextAuthBrowser(client)) => enter('credentials', { name: 'root', password }, page);

  test('no cookie of ours is for scripts or other sites', async () => {
    const { page } = await signIn();
    expect(page.setCookies.length).toBeGreaterThanOrEqual(2);
    for (const line of page.setCookies) {
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Domain=/i);
    }
    expect(page.setCookies.join()).not.toMatch(/; Secure/i);
    expect(await readSessionId(page.cookieHeader(), { secret, secure: false })).toBeDefined();
  });

  test('behind a proxy that ends TLS cookies travel on https only, under names that browsers guard', async () => {
    start('https://console.test');
    const { page } = await signIn();
    for (const line of page.setCookies) expect(line).toMatch(/; Secure/i);
    expect(Object.keys(page.cookies)).toContain('__Secure-next-auth.session-token');
    expect(Object.keys(page.cookies)).toContain('__Host-next-auth.csrf-token');
    expect(await readSessionId(page.cookieHeader(), { secret, secure: true })).toBeDefined();
  });

  test('neither a password nor a name stands in it', async () => {
    const { page } = await signIn();
    const all = page.setCookies.map((line) => Buffer.from(line.split(';')[0] ?? '', 'utf8').toString()).join();
    expect(all).not.toContain(password);
    expect(all).not.toContain('root');
  });

  test.each(['', 'made-up', 'a|b'])(
    'a sign-in with the token "%s" against forgery opens no session',
    async (csrfToken) => {
      const page = nextAuthBrowser(client);
      await page.ask('csrf');
      await page.ask('callback', {
        ...{ method: 'POST', providerId: 'credentials', body: { csrfToken, name: 'root', password } },
      });
      expect(page.cookies['next-auth.session-token']).toBeUndefined();
      expect(await fixture.database.client.session.count()).toBe(0);
    },
  );

  test('signing out ends the session itself, so that a kept cookie opens nothing', async () => {
    const { page } = await signIn();
    const kept = page.cookieHeader();
    expect(await running.auth.viewer(kept)).toBeDefined();
    await page.ask('signout', { method: 'POST', body: { csrfToken: await page.csrfToken() } });
    expect(await running.auth.viewer(kept)).toBeUndefined();
  });

  test('a session that an administrator ends, and a user who is disabled, are out at the next request', async () => {
    const { page } = await signIn();
    const viewer = await running.auth.viewer(page.cookieHeader());
    await fixture.services.sessions.revoke(await fixture.viewer('root'), viewer?.sessionId ?? '');
    expect(await running.auth.viewer(page.cookieHeader())).toBeUndefined();
    const again = (await signIn()).page;
    await fixture.database.client.user.update({ where: { name: 'root' }, data: { state: 'disabled' } });
    expect(await running.auth.viewer(again.cookieHeader())).toBeUndefined();
  });

  describe('signing up', () => {
    const person = { name: 'newcomer', email: '', password: 'correct horse battery' };
    const open = async () => {
      const root = await fixture.viewer('root');
      const tenantId = await fixture.addTenant('guests');
      const { id: roleId } = await fixture.database.client.role.findFirstOrThrow({ where: { name: 'viewer' } });
      await fixture.services.signUp.setSettings(root, { enabled: true, tenantId, roleId });
      return { root, tenantId };
    };

    test('is closed until somebody opens it', async () => {
      expect(await running.auth.signUpOpen()).toBe(false);
      expect((await enter('sign-up', person)).refused).toMatch(/closed/);
      expect(await fixture.database.client.user.count()).toBe(1);
    });

    test('makes an account with the role that was chosen, lets its owner in, and leaves a trace', async () => {
      const { tenantId } = await open();
      const { page, refused } = await enter('sign-up', person);
      expect(refused).toBeNull();
      expect(await running.auth.viewer(page.cookieHeader())).toMatchObject({
        ...{ user: { name: 'newcomer', mustChangePassword: false }, tenant: { id: tenantId }, roles: ['viewer'] },
      });
      const actions = (await fixture.database.client.auditEvent.findMany({ where: { actorName: 'newcomer' } })).map(
        ({ action }) => action,
      );
      expect(actions).toEqual(['sign-up', 'sign-in']);
    });

    test.each([
      ['a name that is taken', { name: 'root' }, /exists already/],
      ['a short password', { password: 'short' }, /^password: must have 10/],
      ['the name as password', { password: 'newcomer-newcomer' }, /^password: must not contain/],
      ['a name with blanks', { name: 'new comer' }, /^name: /],
      ['a wrong address', { email: 'nobody' }, /^email: /],
    ])('refuses %s, with the name of the field', async (_, change, sentence) => {
      await open();
      expect((await enter('sign-up', { ...person, ...change })).refused).toMatch(sentence);
    });

    test('gives no role of the platform, and is for platform administrators to open', async () => {
      const { root, tenantId } = await open();
      const role = await fixture.database.client.role.findFirstOrThrow({ where: { name: 'platform-admin' } });
      const settings = { enabled: true as const, tenantId, roleId: role.id };
      await expect(fixture.services.signUp.setSettings(root, settings)).rejects.toMatchObject({ code: 'forbidden' });
    });
  });
});
