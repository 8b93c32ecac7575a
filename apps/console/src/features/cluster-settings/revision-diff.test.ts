import { expect, test } from 'vitest';
import { traced } from './revision-diff.ts';

const at = new Date(0);
const revision = (number: number, value: unknown) => ({
  ...{ revision: number, value, comment: '', author: { userId: 1, name: 'root' }, at },
});

test('each revision is told by what it changed; the first by all it set, the last known by nothing', () => {
  const all = traced([
    revision(3, { name: 'b', limit: 2 }),
    revision(2, { name: 'b', limit: 1 }),
    revision(1, { name: 'a', limit: 1 }),
  ]);
  expect(all.map(({ kind, changes }) => [kind, changes?.map(({ path }) => path)])).toEqual([
    ['change', ['limit']],
    ['change', ['name']],
    ['first', ['name', 'limit']],
  ]);
  expect(traced([revision(9, { name: 'b' })])).toMatchObject([{ kind: 'change', changes: undefined }]);
});
