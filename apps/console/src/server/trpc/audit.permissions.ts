import { accessReaders, type PermissionTable } from './testing/permission-table.ts';

export const auditPermissions: PermissionTable = {
  'audit.search': { allowed: accessReaders, call: (c) => c.audit.search({}) },
  'audit.exportPart': { allowed: accessReaders, call: (c) => c.audit.exportPart({ format: 'csv' }) },
  'audit.verify': { allowed: accessReaders, call: (c) => c.audit.verify() },
};
