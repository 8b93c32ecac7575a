import { everyone, firstOf, type PermissionTable } from './testing/permission-table.ts';

export const overviewPermissions: PermissionTable = {
  'overview.summary': { allowed: everyone, call: (c) => c.overview.summary() },
  'overview.watch': { allowed: everyone, call: async (c) => firstOf(await c.overview.watch()) },
};
