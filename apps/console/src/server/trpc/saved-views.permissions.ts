import { everyone, type PermissionTable } from './testing/permission-table.ts';

export const savedViewsPermissions: PermissionTable = {
  'savedViews.list': { allowed: everyone, call: (c) => c.savedViews.list({ page: '/tasks' }) },
  'savedViews.save': {
    allowed: everyone,
    call: (c) => c.savedViews.save({ page: '/tasks', name: 'mine', query: '', shared: false }).then(() => 'saved'),
  },
  'savedViews.remove': { allowed: everyone, call: (c, { savedViewId: id }) => c.savedViews.remove({ id }) },
};
