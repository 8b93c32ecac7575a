import { accessAdmins, accessReaders, type PermissionTable, platformAdmin } from './testing/permission-table.ts';

export const peoplePermissions: PermissionTable = {
  'people.list': { allowed: accessReaders, call: (c) => c.people.list({}) },
  'people.byId': { allowed: accessReaders, call: (c, { userId: id }) => c.people.byId({ id }) },
  'people.create': {
    allowed: accessAdmins,
    call: (c, { tenantId, roleId }) => c.people.create({ name: 'somebody', tenantId, roleId }),
  },
  'people.update': {
    allowed: platformAdmin,
    call: (c, { userId: id }) => c.people.update({ id, change: { displayName: 'x' } }),
  },
  'people.remove': { allowed: platformAdmin, call: (c, { userId: id }) => c.people.remove({ id }) },
  'people.resetPassword': { allowed: platformAdmin, call: (c, { userId: id }) => c.people.resetPassword({ id }) },
  'people.grant': {
    allowed: accessAdmins,
    call: (c, { userId, tenantId, roleId }) => c.people.grant({ userId, tenantId, roleId }),
  },
  'people.revoke': {
    allowed: accessAdmins,
    call: (c, { userId, tenantId, roleId }) => c.people.revoke({ userId, tenantId, roleId }),
  },
};
