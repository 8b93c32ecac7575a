import { expect, test } from 'vitest';
import { fieldsOf } from './service-account.ts';

const account = {
  ...{ id: 7, tenantId: 't', name: 'ci', description: 'builds', enabled: true, createdAt: new Date(0), tokens: 2 },
  roles: [
    { id: 3, name: 'preheater' },
    { id: 5, name: 'viewer' },
  ],
};

test('one change leaves the rest of an account as it is', () => {
  expect(fieldsOf(account, { enabled: false })).toEqual({
    ...{ name: 'ci', description: 'builds', enabled: false, roleIds: [3, 5] },
  });
});
