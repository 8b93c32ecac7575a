import { expect, test } from 'vitest';
import { byVersion } from './versions.ts';

const share = (gitVersion: string, hosts: number) => ({ gitVersion, hosts });

test('builds of one version count together, the most common stands first, and the rest is summed', () => {
  const shares = [share('2.2', 3), share('2.3', 4), share('2.2', 5), share('', 1), share('1.9', 2)];
  expect(byVersion(shares, 2)).toEqual({
    shown: [
      { version: '2.2', hosts: 8 },
      { version: '2.3', hosts: 4 },
    ],
    rest: { versions: 2, hosts: 3 },
    total: 15,
  });
});

test('without hosts there is nothing to show', () => {
  expect(byVersion([], 5)).toEqual({ shown: [], rest: { versions: 0, hosts: 0 }, total: 0 });
});
