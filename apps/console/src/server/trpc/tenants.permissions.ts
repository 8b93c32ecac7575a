import { accessAdmins, everyone, type PermissionTable, platformAdmin } from './testing/permission-table.ts';

export const tenantsPermissions: PermissionTable = {
  'tenants.list': { allowed: everyone, call: (c) => c.tenants.list() },
  'tenants.byId': { allowed: everyone, call: (c, { tenantId: id }) => c.tenants.byId({ id }) },
  'tenants.create': { allowed: platformAdmin, call: (c) => c.tenants.create({ slug: 'new', name: 'New' }) },
  'tenants.update': { allowed: accessAdmins, call: (c, { tenantId: id }) => c.tenants.update({ id, name: 'Renamed' }) },
  'tenants.remove': { allowed: platformAdmin, call: (c, { tenantId: id }) => c.tenants.remove({ id }) },
};
