import { expect, test } from 'vitest';
import { changesOf, exportHref, filterOf } from './audit-query.ts';

const asked = (query: string) => filterOf((name) => new URLSearchParams(query).get(name) ?? '', Date.UTC(2026, 0, 2));

test('the address says what is asked for, and nonsense in it asks for nothing', () => {
  expect(asked('span=day&actor=token&outcome=refused&q=%20root%20&kind=User')).toEqual({
    ...{ from: new Date(Date.UTC(2026, 0, 1)), actorKind: 'token', outcome: 'refused', text: 'root' },
    targetKind: 'User',
  });
  expect(asked('span=decade&actor=nobody')).toEqual({});
});

test('a file has the same filter', () => {
  expect(exportHref(asked('span=day&q=a%26b'), 'csv')).toBe(
    '/api/v2/audit/export?format=csv&from=2026-01-01T00%3A00%3A00.000Z&text=a%26b',
  );
});

test('changes name the fields that differ, nested ones by their path', () => {
  const before = { name: 'a', limits: { upload: 1, download: 2 }, old: true };
  const after = { name: 'a', limits: { upload: 5, download: 2 }, cidrs: ['10.0.0.0/8'] };
  expect(changesOf(before, after)).toEqual([
    { path: 'limits.upload', before: '1', after: '5' },
    { path: 'old', before: 'true' },
    { path: 'cidrs.0', after: '10.0.0.0/8' },
  ]);
  expect(changesOf(null, { role: 'viewer' })).toEqual([{ path: 'role', after: 'viewer' }]);
});
