import { accessAdmins, accessReaders, type PermissionTable } from './testing/permission-table.ts';

const role = () => ({
  name: `new-${Math.random()}`,
  permissions: [{ action: 'read' as const, subject: 'Job' as const }],
});

export const rolesPermissions: PermissionTable = {
  'roles.list': { allowed: accessReaders, call: (c) => c.roles.list() },
  'roles.byId': { allowed: accessReaders, call: (c, { roleId: id }) => c.roles.byId({ id }) },
  'roles.create': { allowed: accessAdmins, call: (c) => c.roles.create(role()).then(() => 'created') },
  'roles.update': { allowed: accessAdmins, call: (c, { roleId: id }) => c.roles.update({ id, role: role() }) },
  'roles.remove': { allowed: accessAdmins, call: (c, { roleId: id }) => c.roles.remove({ id }) },
};
