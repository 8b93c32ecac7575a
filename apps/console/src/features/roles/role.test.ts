import { expect, test } from 'vitest';
import { subjects } from '../../server/domain/access/access-rule.ts';
import { withinTenant } from '../../server/domain/access/tenancy.ts';
import { coverage, marksOf, matrix, matrixAreas, permissionsOf, pressed, rowPressed } from './role.ts';

const job = { subject: 'Job', acts: ['read', 'create', 'update', 'delete'] } as const;

test('the matrix has every subject that a role of a tenant can speak of, once', () => {
  const shown = matrixAreas.flatMap((area) => matrix[area].map(({ subject }) => subject));
  const possible = subjects.filter(
    (subject) => subject !== 'all' && withinTenant({ action: 'read', subject }, 't').length > 0,
  );
  expect([...shown].sort()).toEqual([...possible].sort());
});

test('reading comes with the rest, and without it the rest goes', () => {
  const created = pressed(new Set(), job, 'create');
  expect(permissionsOf(created)).toEqual([
    { action: 'read', subject: 'Job' },
    { action: 'create', subject: 'Job' },
  ]);
  expect(permissionsOf(pressed(created, job, 'read'))).toEqual([]);
  expect(permissionsOf(pressed(created, job, 'create'))).toEqual([{ action: 'read', subject: 'Job' }]);
});

test('a row is on as a whole, and off again', () => {
  const on = rowPressed(new Set(), job);
  expect(permissionsOf(on)).toHaveLength(4);
  expect(permissionsOf(rowPressed(on, job))).toEqual([]);
});

test('stored permissions show as marks: manage is every act, a condition is a part', () => {
  const stored = [
    { action: 'manage', subject: 'Job', conditions: { tenantId: '$tenantId' } },
    { action: 'read', subject: 'Overview' },
  ];
  expect(permissionsOf(marksOf(stored)).filter(({ subject }) => subject === 'Job')).toHaveLength(4);
  expect(coverage(stored, 'Job', 'delete')).toBe('some');
  expect(coverage(stored, 'Overview', 'read')).toBe('all');
  expect(coverage(stored, 'User', 'read')).toBe('none');
  expect(coverage([{ action: 'manage', subject: 'all' }], 'User', 'delete')).toBe('all');
});
