import { expect, test } from 'vitest';
import type { ClusterRow } from './stores.ts';
import { visibleTasks } from './visible-tasks.ts';

const cluster = (id: number, tenantId: string | null): ClusterRow => ({
  ...{ id, tenantId, name: `c${id}`, bio: '', isDefault: false, createdAt: new Date(0) },
});
const rows = [cluster(1, null), cluster(2, 'ours')];
const applications = new Map([
  ['our-app', 'ours'],
  ['their-app', 'theirs'],
  ['both', null],
]);
const member = {
  rules: [
    { action: 'read', subject: 'Task', conditions: { tenantId: 'ours' } },
    { action: 'read', subject: 'Task', conditions: { tenantId: null, 'schedulerCluster.tenantId': null } },
  ],
} as const;

test('in a shared cluster a member sees the own tasks and those that nobody claims', () => {
  const visible = visibleTasks(member, rows, applications);
  expect(['our-app', '', 'both', 'unknown'].map((name) => visible.task(1, name))).toEqual([true, true, true, true]);
  expect(visible.task(1, 'their-app')).toBe(false);
});

test('in a cluster of the own tenant a member sees everything, whoever asked for it', () => {
  expect(visibleTasks(member, rows, applications).task(2, 'their-app')).toBe(true);
});

test('nothing is seen of a cluster that is hidden, and nothing without a rule', () => {
  expect(visibleTasks(member, rows, applications).task(3, '')).toBe(false);
  expect(visibleTasks({ rules: [] }, rows, applications).task(1, '')).toBe(false);
});

test('who manages all sees all', () => {
  const everything = { rules: [{ action: 'manage', subject: 'all' }] } as const;
  expect(visibleTasks(everything, rows, applications).task(1, 'their-app')).toBe(true);
});
