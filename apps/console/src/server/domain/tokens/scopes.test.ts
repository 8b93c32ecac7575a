import { expect, test } from 'vitest';
import { permits } from '../access/permits.ts';
import { narrowed, scopes } from './scopes.ts';

const admin = [{ action: 'manage', subject: 'all' }] as const;
const bounds = { tenantId: 'ours', clusterIds: [] };

test('a token does what its scopes say and nothing else', () => {
  const rules = narrowed(admin, { ...bounds, scopes: ['job:write'] });
  expect(permits(rules, 'create', 'Job', { tenantId: 'ours' })).toBe(true);
  expect(permits(rules, 'use', 'SchedulerCluster', { id: 1, tenantId: null })).toBe(true);
  expect(permits(rules, 'update', 'SchedulerCluster', { id: 1, tenantId: 'ours' })).toBe(false);
  expect(permits(rules, 'create', 'ApiToken', { tenantId: 'ours', userId: 1 })).toBe(false);
  const reading = narrowed(admin, { ...bounds, scopes: ['job:read'] });
  expect(permits(reading, 'read', 'Job', { tenantId: 'ours' })).toBe(true);
  expect(permits(reading, 'create', 'Job', { tenantId: 'ours' })).toBe(false);
});

test("Dragonfly's job and cluster are ours with write", () => {
  for (const [theirs, ours] of [
    ['job', 'job:write'],
    ['cluster', 'cluster:write'],
  ] as const) {
    expect(narrowed(admin, { ...bounds, scopes: [theirs] })).toEqual(narrowed(admin, { ...bounds, scopes: [ours] }));
  }
});

test('a token never leaves its tenant, whoever holds it', () => {
  const rules = narrowed(admin, { ...bounds, scopes: [...scopes] });
  expect(rules.length).toBeGreaterThan(50);
  for (const { action, subject, conditions = {} } of rules) {
    const rowOfOthers = Object.fromEntries(
      Object.entries(conditions).map(([field, value]) => [field, value === 'ours' ? 'theirs' : value]),
    );
    const bound = Object.values(conditions).includes('ours');
    const shared = Object.values(conditions).includes(null) || subject === 'Overview' || subject === 'System';
    expect(bound || shared, `${action} ${subject}`).toBe(true);
    if (bound) expect(permits(rules, action, subject, rowOfOthers)).toBe(false);
  }
  expect(permits(rules, 'read', 'Task', { tenantId: 'theirs', 'schedulerCluster.tenantId': null })).toBe(false);
});

test('a token has no more than its holder', () => {
  const viewer = [{ action: 'read', subject: 'Job', conditions: { tenantId: 'ours' } }] as const;
  const rules = narrowed(viewer, { ...bounds, scopes: [...scopes] });
  expect(rules).toEqual([{ action: 'read', subject: 'Job', conditions: { tenantId: 'ours' } }]);
});

test('a token bound to clusters uses, reads and changes no other', () => {
  const rules = narrowed(admin, { ...bounds, clusterIds: [3, 4], scopes: ['cluster', 'job', 'task:write'] });
  expect(permits(rules, 'use', 'SchedulerCluster', { id: 3, tenantId: null })).toBe(true);
  expect(permits(rules, 'use', 'SchedulerCluster', { id: 5, tenantId: null })).toBe(false);
  expect(permits(rules, 'delete', 'Task', { tenantId: 'ours', schedulerClusterId: 4 })).toBe(true);
  expect(permits(rules, 'delete', 'Task', { tenantId: 'ours', schedulerClusterId: 1 })).toBe(false);
  expect(permits(rules, 'create', 'Job', { tenantId: 'ours' })).toBe(true);
  expect(permits(rules, 'read', 'Job', { tenantId: 'ours' })).toBe(false);
  expect(permits(rules, 'create', 'SchedulerCluster', { tenantId: 'ours' })).toBe(false);
});

test('an unknown scope allows nothing', () => {
  const none = narrowed(admin, { ...bounds, scopes: [] });
  expect(narrowed(admin, { ...bounds, scopes: ['jobs', 'all:write', 'constructor'] })).toEqual(none);
});
