import { everyone, type PermissionTable, platformAdmin } from './testing/permission-table.ts';

export const systemPermissions: PermissionTable = {
  'system.about': { allowed: everyone, call: (c) => c.system.about() },
  'system.facts': { allowed: everyone, call: (c) => c.system.facts().then(() => 'facts') },
  'system.signUp': { allowed: platformAdmin, call: (c) => c.system.signUp() },
  'system.setSignUp': { allowed: platformAdmin, call: (c) => c.system.setSignUp({ enabled: false }) },
};
