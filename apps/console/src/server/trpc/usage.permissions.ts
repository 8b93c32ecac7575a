import { everyone, type PermissionTable, platformAdmin } from './testing/permission-table.ts';

export const usagePermissions: PermissionTable = {
  'usage.history': { allowed: everyone, call: (c) => c.usage.history({ range: '1h' }) },
  'usage.applications': { allowed: everyone, call: (c) => c.usage.applications() },
  'usage.price': { allowed: everyone, call: (c) => c.usage.price() },
  'usage.setPrice': {
    allowed: platformAdmin,
    call: (c) => c.usage.setPrice({ perGib: 0.05, currency: 'USD' }),
  },
};
