import { everyone, makers, type PermissionTable } from './testing/permission-table.ts';

const credential = () => ({ name: `r${Math.random()}`, registry: 'r.test', username: 'u', password: 'p' });

export const registryCredentialsPermissions: PermissionTable = {
  'registryCredentials.list': { allowed: everyone, call: (c) => c.registryCredentials.list() },
  'registryCredentials.create': {
    allowed: makers,
    call: (c) => c.registryCredentials.create(credential()).then(() => 'created'),
  },
  'registryCredentials.update': {
    allowed: makers,
    call: (c, { credentialId: id }) => c.registryCredentials.update({ id, change: {} }),
  },
  'registryCredentials.remove': {
    allowed: makers,
    call: (c, { credentialId: id }) => c.registryCredentials.remove({ id }),
  },
};
