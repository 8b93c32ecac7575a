import { everyone, type PermissionTable } from './testing/permission-table.ts';

export const quotasPermissions: PermissionTable = {
  'quotas.list': { allowed: everyone, call: (c) => c.quotas.list() },
  'quotas.usage': { allowed: everyone, call: (c, { tenantId }) => c.quotas.usage({ tenantId }) },
  'quotas.set': {
    allowed: ['platform-admin', 'operator'],
    call: (c, { tenantId }) => c.quotas.set({ tenantId, kind: 'jobs_per_minute', soft: null, hard: 1000 }),
  },
};
