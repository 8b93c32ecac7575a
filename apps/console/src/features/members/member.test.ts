import { expect, test } from 'vitest';
import { healthOf, leaseLeftMs } from './member.ts';

const line = { connected: true, sinceMs: 0, startedAtMs: 0, hosts: 1, tasks: 1 };

test.each([
  ['inactive', line, 'inactive'],
  ['active', line, 'telling'],
  ['active', { ...line, connected: false }, 'silent'],
  ['active', undefined, 'active'],
] as const)('a scheduler whose lease is %s, with the line %o, is %s', (state, told, health) =>
  expect(healthOf({ state, line: told })).toBe(health),
);

test('a lease has some time left, or it ended', () => {
  expect(leaseLeftMs({ expiresAt: new Date(5000) }, 2000)).toBe(3000);
  expect(leaseLeftMs({ expiresAt: new Date(2000) }, 2000)).toBeUndefined();
  expect(leaseLeftMs({ expiresAt: null }, 2000)).toBeUndefined();
});
