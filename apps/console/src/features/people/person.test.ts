import { expect, test } from 'vitest';
import { callName, deviceOf, rolesByTenant } from './person.ts';

const at = (tenant: string, role: string, scope: 'platform' | 'tenant' = 'tenant') => ({
  ...{ tenant: { id: tenant, slug: tenant, name: tenant }, role: { id: 1, name: role, scope } },
});

test('roles stand by tenant, those of the platform apart from them', () => {
  const { everywhere, inTenants } = rolesByTenant([
    at('b', 'viewer'),
    at('a', 'operator', 'platform'),
    at('a', 'developer'),
    at('b', 'preheater'),
  ]);
  expect(everywhere.map(({ role }) => role.name)).toEqual(['operator']);
  expect(inTenants.map(({ tenant, held }) => [tenant.name, held.map(({ role }) => role.name)])).toEqual([
    ['a', ['developer']],
    ['b', ['viewer', 'preheater']],
  ]);
});

test('who has no other name is called by the one they sign in with', () => {
  expect(callName({ name: 'ada', displayName: '' })).toBe('ada');
  expect(callName({ name: 'ada', displayName: 'Ada Lovelace' })).toBe('Ada Lovelace');
});

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    'Chrome',
    'Linux',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17 Safari/605.1.15',
    'Safari',
    'macOS',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120', 'Edge', 'Windows'],
  ['python-requests/2.0', '', ''],
])('%s', (agent, browser, system) => expect(deviceOf(agent)).toEqual({ browser, system }));
