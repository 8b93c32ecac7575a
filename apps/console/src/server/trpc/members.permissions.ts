import { everyone, type PermissionTable } from './testing/permission-table.ts';

export const membersPermissions: PermissionTable = {
  'members.schedulers': { allowed: everyone, call: (c) => c.members.schedulers() },
  'members.seedPeers': { allowed: everyone, call: (c) => c.members.seedPeers() },
};
