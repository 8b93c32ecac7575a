import { type PermissionTable, platformAdmin } from './testing/permission-table.ts';

const provider = {
  name: 'corp',
  label: 'Corporation',
  settings: { issuer: 'https://id.test', clientId: 'damselfly' },
};

export const identityProvidersPermissions: PermissionTable = {
  'identityProviders.list': { allowed: ['platform-admin', 'auditor'], call: (c) => c.identityProviders.list() },
  'identityProviders.create': {
    allowed: platformAdmin,
    call: (c) => c.identityProviders.create({ provider, clientSecret: 'x' }),
  },
  'identityProviders.update': {
    allowed: platformAdmin,
    call: (c) => c.identityProviders.update({ id: 999_999, provider }),
  },
  'identityProviders.remove': { allowed: platformAdmin, call: (c) => c.identityProviders.remove({ id: 999_999 }) },
};
