import { everyone, type PermissionTable } from './testing/permission-table.ts';

export const systemPermissions: PermissionTable = {
  'system.about': { allowed: everyone, call: (c) => c.system.about() },
  'system.facts': { allowed: everyone, call: (c) => c.system.facts().then(() => 'facts') },
};
