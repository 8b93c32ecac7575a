import { expect, test } from 'vitest';
import { askAsHarbor, checkOf } from './harbor-check.ts';

test.each([
  [200, { state: 'ok' }],
  [401, { state: 'failed', why: 'unauthenticated' }],
  [403, { state: 'failed', why: 'forbidden' }],
  [502, { state: 'failed', why: 'refused', status: 502 }],
  [undefined, { state: 'failed', why: 'unreachable' }],
])('an answer with status %s reads %o', (status, check) => expect(checkOf(status)).toEqual(check));

test('the token alone decides: no session goes along', async () => {
  const asked: [string, RequestInit][] = [];
  const checks = await askAsHarbor('t0ken', async (path, init) => {
    asked.push([path, init]);
    return { status: path === '/healthy' ? 200 : 403 };
  });
  expect(checks).toEqual({ health: { state: 'ok' }, token: { state: 'failed', why: 'forbidden' } });
  expect(asked.every(([, { credentials }]) => credentials === 'omit')).toBe(true);
  expect(asked[1]?.[1].headers).toEqual({ Authorization: 'Bearer t0ken' });
});

test('without a token nothing is asked with one, and a console that is not there is told', async () => {
  const asked: string[] = [];
  const checks = await askAsHarbor('', async (path) => {
    asked.push(path);
    throw new TypeError('fetch failed');
  });
  expect(asked).toEqual(['/healthy']);
  expect(checks).toMatchObject({ health: { why: 'unreachable' }, token: { why: 'noToken' } });
});
