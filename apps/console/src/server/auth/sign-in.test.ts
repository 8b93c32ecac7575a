import { silentLog } from '@damselfly/core/node';
import { encode } from 'next-auth/jwt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleFixture, client, password, startFixture } from '../../testing/console-fixture.ts';
import { checkSignIn } from './credentials.ts';
import { readSessionId } from './session-cookie.ts';

describe('signing in', () => {
  let fixture: ConsoleFixture;
  beforeEach(async () => {
    fixture = await startFixture();
  });
  afterEach(() => fixture.close());

  const signIn = (name: string, secret: string, ip = client.ip) =>
    checkSignIn(
      { accounts: fixture.services.accounts, log: silentLog() },
      { fields: { name, password: secret }, client: { ...client, ip } },
    );

  test('opens a session that knows its user, and leaves a trace', async () => {
    const result = await signIn('root', password);
    expect(result).toMatchObject({ ok: true, user: { name: 'root' } });
    const viewer = result.ok ? await fixture.services.accounts.viewer(result.sessionId) : undefined;
    expect(viewer).toMatchObject({ user: { name: 'root' }, tenant: { slug: 'default' }, roles: ['platform-admin'] });
    expect(await fixture.database.client.auditEvent.findMany()).toMatchObject([
      { action: 'sign-in', outcome: 'success', actorName: 'root' },
    ]);
  });

  test('answers a wrong password, an unknown name and nonsense alike', async () => {
    const answers = [
      await signIn('root', 'wrong'),
      await signIn('nobody', password),
      await signIn('', ''),
      await signIn('a', 'x'.repeat(500)),
    ];
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ ok: false, message: 'Wrong name or password.' })]),
    );
  });

  test('refuses a disabled user with the right password', async () => {
    await fixture.database.client.user.update({ where: { name: 'root' }, data: { state: 'disabled' } });
    expect(await signIn('root', password)).toMatchObject({ ok: false });
  });

  test('slows down guessing, also for the right password, but for that address only', async () => {
    for (let guess = 0; guess < 5; guess += 1) await signIn('root', 'wrong');
    expect(await signIn('root', password)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/Too many attempts/),
    });
    expect(await signIn('root', password, '10.0.0.7')).toMatchObject({ ok: true });
  });

  test('says nothing of what broke inside', async () => {
    const accounts = { signIn: () => Promise.reject(new Error('relation "hunter2" does not exist')) };
    const form = { fields: { name: 'root', password }, client };
    expect(await checkSignIn({ accounts, log: silentLog() }, form)).toEqual({
      ok: false,
      message: expect.stringMatching(/^Internal error/),
    });
  });
});

describe('the session cookie', () => {
  const secret = 'a'.repeat(32);
  const sid = '0b4d9c0e-7d6c-4a8c-9a55-0d3f6d6f0a11';
  const cookie = async (payload: Record<string, unknown>, key = secret) =>
    `a=b; next-auth.session-token=${await encode({ token: payload, secret: key })}; c=d`;

  test('gives the session of its own making', async () => {
    expect(await readSessionId(await cookie({ sid }), { secret, secure: false })).toBe(sid);
  });

  test.each([
    ['none', async () => null],
    ['garbage', async () => 'next-auth.session-token=garbage'],
    ['one made with another secret', () => cookie({ sid }, 'b'.repeat(32))],
    ['one without a session', () => cookie({ sub: '1' })],
    ['one whose session is no id', () => cookie({ sid: `' OR 1=1` })],
  ])('gives nobody for %s', async (_, header) => {
    expect(await readSessionId(await header(), { secret, secure: false })).toBeUndefined();
  });

  test('that is not for https counts for nothing on https', async () => {
    expect(await readSessionId(await cookie({ sid }), { secret, secure: true })).toBeUndefined();
  });
});
