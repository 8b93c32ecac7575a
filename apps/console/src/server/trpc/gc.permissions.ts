import { everyone, type PermissionTable, preheaters } from './testing/permission-table.ts';

export const gcPermissions: PermissionTable = {
  'gc.list': { allowed: everyone, call: (c) => c.gc.list() },
  'gc.set': {
    allowed: ['platform-admin', 'operator'],
    call: (c) => c.gc.set({ kind: 'job', keepMs: 30 * 24 * 3600e3, everyMs: 3600e3 }),
  },
  'gc.run': { allowed: preheaters, call: (c) => c.gc.run({ kind: 'job' }).then(() => 'created') },
};
