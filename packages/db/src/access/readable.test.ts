import { expect, test } from 'vitest';
import { accessible, readable } from './readable.ts';

test('a condition on a related row becomes a filter on it', () => {
  const rules = [
    { action: 'read', subject: 'Host', conditions: { 'schedulerCluster.tenantId': null } },
    { action: 'read', subject: 'Task', conditions: { tenantId: null, 'schedulerCluster.tenantId': null } },
    { action: 'read', subject: 'User', conditions: { 'memberships.some.tenantId': 'ours' } },
  ];
  expect(readable({ rules }, 'Host')).toEqual({ OR: [{ schedulerCluster: { tenantId: null } }] });
  expect(readable({ rules }, 'Task')).toEqual({ OR: [{ tenantId: null, schedulerCluster: { tenantId: null } }] });
  expect(readable({ rules }, 'User')).toEqual({ OR: [{ memberships: { some: { tenantId: 'ours' } } }] });
});

test('alternatives are joined, and what is for another action or subject does not count', () => {
  const rules = [
    { action: 'read', subject: 'Job', conditions: { tenantId: 'ours' } },
    { action: 'manage', subject: 'Job', conditions: { userId: 7 } },
    { action: 'update', subject: 'Job' },
    { action: 'read', subject: 'Usage', conditions: { tenantId: 'ours' } },
  ];
  expect(readable({ rules }, 'Job')).toEqual({ OR: [{ userId: 7 }, { tenantId: 'ours' }] });
  expect(accessible({ rules }, 'update', 'Job')).toEqual({});
  expect(accessible({ rules }, 'delete', 'Job')).toEqual({ OR: [{ userId: 7 }] });
  expect(readable({ rules }, 'UsageSample')).toEqual({ OR: [{ tenantId: 'ours' }] });
  expect(readable({ rules }, 'Schedule')).toBeUndefined();
});

test('who may read all reads every model, and updates none', () => {
  const auditor = { rules: [{ action: 'read', subject: 'all' }] };
  expect(readable(auditor, 'AuditEvent')).toEqual({});
  expect(accessible(auditor, 'update', 'AuditEvent')).toBeUndefined();
});
