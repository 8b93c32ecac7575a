import { expect, test } from 'vitest';
import { packAbility } from '../../server/auth/ability.ts';
import { mayDo } from './may.ts';

test('what is packed for the browser reads there as it does on the server', () => {
  const rules = packAbility([
    { action: 'read', subject: 'Task' },
    { action: 'manage', subject: 'SavedView', conditions: { userId: 7 } },
  ]);
  expect(mayDo(rules, { action: 'read', subject: 'Task' })).toBe(true);
  expect(mayDo(rules, { action: 'delete', subject: 'Task' })).toBe(false);
  expect(mayDo(rules, { action: 'delete', subject: 'SavedView' })).toBe(true);
  expect(mayDo(rules, { action: 'read', subject: 'User' })).toBe(false);
  expect(mayDo(packAbility([{ action: 'manage', subject: 'all' }]), { action: 'delete', subject: 'User' })).toBe(true);
});

test('a rule that forbids takes away what an earlier one gave', () => {
  const rules = [['manage', 'all'] as const, ['delete', 'User', 0, 1] as const] as unknown as Parameters<
    typeof mayDo
  >[0];
  expect(mayDo(rules, { action: 'delete', subject: 'User' })).toBe(false);
  expect(mayDo(rules, { action: 'update', subject: 'User' })).toBe(true);
});

test('with a row, a rule counts whose every condition the row meets', () => {
  const rules = packAbility([
    { action: 'update', subject: 'SchedulerCluster', conditions: { tenantId: 'mine' } },
    { action: 'read', subject: 'SchedulerCluster' },
  ]);
  const may = (action: 'read' | 'update', tenantId: string | null) =>
    mayDo(rules, { action, subject: 'SchedulerCluster' }, { tenantId });
  expect(may('update', 'mine')).toBe(true);
  expect(may('update', null)).toBe(false);
  expect(may('read', null)).toBe(true);
});
