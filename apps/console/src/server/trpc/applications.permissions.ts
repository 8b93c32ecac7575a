import { everyone, makers, type PermissionTable } from './testing/permission-table.ts';

export const applicationsPermissions: PermissionTable = {
  'applications.list': { allowed: everyone, call: (c) => c.applications.list() },
  'applications.byId': { allowed: everyone, call: (c, { applicationId: id }) => c.applications.byId({ id }) },
  'applications.create': {
    allowed: makers,
    call: (c) => c.applications.create({ name: `app-${Math.random()}` }).then(() => 'created'),
  },
  'applications.update': {
    allowed: makers,
    call: (c, { applicationId: id }) => c.applications.update({ id, settings: { name: 'x' } }),
  },
  'applications.remove': { allowed: makers, call: (c, { applicationId: id }) => c.applications.remove({ id }) },
};
