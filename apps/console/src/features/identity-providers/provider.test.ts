import { expect, test } from 'vitest';
import { callbackOf, fieldsOf, valuesOf } from './provider.ts';

const provider = {
  ...{ id: 3, name: 'corp', label: 'Corporation', enabled: false },
  settings: { issuer: 'https://id.test', clientId: 'd', scope: 'openid', groupsClaim: 'roles', signUp: false },
  groupRoles: [{ group: 'ops', tenantId: 't', roleId: 2 }],
};

test('a provider that is opened and saved unchanged stays as it is, and its secret is never in it', () => {
  const { id: _, ...fields } = provider;
  expect(fieldsOf(valuesOf(provider))).toEqual(fields);
  expect(fieldsOf({ ...valuesOf(provider), clientSecret: 'hunter2' })).toEqual(fields);
});

test('people come back to an address with the provider’s name', () => {
  expect(callbackOf('corp', 'https://c.test')).toBe('https://c.test/api/auth/callback/corp');
  expect(callbackOf('', 'https://c.test')).toBe('https://c.test/api/auth/callback/…');
});
