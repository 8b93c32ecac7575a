import { expect, test } from 'vitest';
import { scopes as known } from '../../server/domain/tokens/scopes.ts';
import { expiryAfter, reachOf, resourcesOf, stateOf, tokenTwin, withReach } from './token.ts';

const now = Date.UTC(2026, 0, 1);
const until = (days: number, state: 'active' | 'revoked' = 'active') =>
  stateOf({ state, expiresAt: expiryAfter(days, now) }, now);

test('a token is active, ending within a week, expired, or revoked whatever its time', () => {
  expect([until(30), until(7), until(0), until(30, 'revoked')]).toEqual(['active', 'ending', 'expired', 'revoked']);
});

test('every resource that scopes speak of is a row, and reaches as far as its widest scope', () => {
  expect(resourcesOf(known)).toContain('audit');
  expect(resourcesOf(known)).not.toContain('cluster:write');
  expect(reachOf(['job'], 'job')).toBe('write');
  expect(reachOf(['job:read'], 'job')).toBe('read');
  expect(reachOf(['job:read'], 'audit')).toBe('none');
});

test('a resource has one scope at most, whatever it had before', () => {
  expect(withReach(['job', 'audit:read'], 'job', 'read', known)).toEqual(['audit:read', 'job:read']);
  expect(withReach(['job:write'], 'job', 'none', known)).toEqual([]);
});

test('the twin of a token names scopes and end, and holds no secret', () => {
  const { curl, yaml } = tokenTwin({ name: 'ci', scopes: ['job:write'], expiresAt: expiryAfter(1, now) }, 'http://c');
  expect(curl).toContain('"scopes":["job:write"],"expired_at":"2026-01-02T00:00:00.000Z"');
  expect(yaml).toContain('- "job:write"');
});
