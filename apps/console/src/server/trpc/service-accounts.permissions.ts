import { accessAdmins, accessReaders, type PermissionTable } from './testing/permission-table.ts';

const account = (roleId: number) => ({ name: `new-${Math.random()}`, roleIds: [roleId] });

export const serviceAccountsPermissions: PermissionTable = {
  'serviceAccounts.list': { allowed: accessReaders, call: (c) => c.serviceAccounts.list() },
  'serviceAccounts.byId': {
    allowed: accessReaders,
    call: (c, { serviceAccountId: id }) => c.serviceAccounts.byId({ id }),
  },
  'serviceAccounts.create': {
    allowed: accessAdmins,
    call: (c, { roleId }) => c.serviceAccounts.create(account(roleId)),
  },
  'serviceAccounts.update': {
    allowed: accessAdmins,
    call: (c, { serviceAccountId: id, roleId }) => c.serviceAccounts.update({ id, account: account(roleId) }),
  },
  'serviceAccounts.remove': {
    allowed: accessAdmins,
    call: (c, { serviceAccountId: id }) => c.serviceAccounts.remove({ id }),
  },
};
