import { expect, test } from 'vitest';
import type { AccessRule } from './access-rule.ts';
import { demand, permits } from './permits.ts';

const rules: readonly AccessRule[] = [
  { action: 'create', subject: 'Job', conditions: { tenantId: 'ours' } },
  { action: 'manage', subject: 'Schedule', conditions: { tenantId: 'ours' } },
  { action: 'read', subject: 'Task', conditions: { tenantId: null, 'schedulerCluster.tenantId': null } },
];

test('a row is allowed when one rule names its action and subject and every condition fits', () => {
  expect(permits(rules, 'create', 'Job', { tenantId: 'ours' })).toBe(true);
  expect(permits(rules, 'delete', 'Schedule', { tenantId: 'ours' })).toBe(true);
  expect(permits([{ action: 'manage', subject: 'all' }], 'delete', 'User', {})).toBe(true);
});

test('another tenant, another action, another subject, and a field left out are not', () => {
  expect(permits(rules, 'create', 'Job', { tenantId: 'theirs' })).toBe(false);
  expect(permits(rules, 'update', 'Job', { tenantId: 'ours' })).toBe(false);
  expect(permits(rules, 'create', 'Webhook', { tenantId: 'ours' })).toBe(false);
  expect(permits(rules, 'read', 'Task', { tenantId: null })).toBe(false);
});

test('what is not allowed is refused with a sentence', () => {
  expect(() => demand({ rules }, 'update', 'Job', { tenantId: 'ours' })).toThrow(/update Job/);
});
