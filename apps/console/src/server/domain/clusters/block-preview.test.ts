import { expect, test } from 'vitest';
import type { CataloguedTask } from '../tasks/task-catalogue.ts';
import { createBlockPreview } from './block-preview.ts';

const at = new Date(0);
const task = (taskId: string, change: Partial<CataloguedTask> = {}): CataloguedTask => ({
  ...{ schedulerClusterId: 1, taskId, tenantId: null, kind: 'standard', url: `https://o.test/${taskId}`, image: '' },
  ...{ digest: '', application: '', tag: '', state: 'succeeded', contentLength: 1, pieceLength: 1, totalPieces: 1 },
  ...{ replicas: 2, seedReplicas: 0, heat: 0, sourceBytes: 0, peerBytes: 0, createdAt: at, updatedAt: at },
  ...{ expiresAt: null, ...change },
});
const rules = (change: object) => ({ applications: [], urls: [], tags: [], priorities: [], ...change });
const preview = (tasks: readonly CataloguedTask[], pageLength = 2) => {
  const look = createBlockPreview({
    catalogue: {
      search: async (_, { cursor = '0' }) => {
        const from = Number(cursor);
        const end = from + pageLength;
        const nextCursor = end < tasks.length ? String(end) : undefined;
        return { items: tasks.slice(from, end), nextCursor, total: tasks.length };
      },
    },
  });
  return (change: object, family: 'task' | 'persistentTask' = 'task') =>
    look({ rules: [] }, { family, rules: rules(change) });
};

test('a task is blocked by its application, its tag or a pattern in its URL, and the first of them is told', async () => {
  const look = preview([
    task('a', { application: 'video' }),
    task('b', { tag: 'nightly' }),
    task('weights.bin'),
    task('d', { application: 'video', tag: 'nightly' }),
    task('e'),
  ]);
  const { samples, ...counts } = await look({ applications: ['video'], tags: ['nightly'], urls: ['weights\\.'] });
  expect(counts).toEqual({ looked: 5, matched: 4, replicas: 8 });
  expect(samples.map(({ taskId, by, rule }) => [taskId, by, rule])).toEqual([
    ['a', 'application', 'video'],
    ['b', 'tag', 'nightly'],
    ['weights.bin', 'url', 'weights\\.'],
    ['d', 'application', 'video'],
  ]);
});

test('rules of one kind of task leave the others alone', async () => {
  const look = preview([task('a'), task('b', { kind: 'persistent' }), task('c', { kind: 'cache' })]);
  expect((await look({ urls: ['o.test'] })).samples.map(({ taskId }) => taskId)).toEqual(['a', 'c']);
  expect((await look({ urls: ['o.test'] }, 'persistentTask')).samples.map(({ taskId }) => taskId)).toEqual(['b']);
});

test('it looks at two thousand tasks and shows twenty', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => task(String(i)));
  const found = await preview(many, 200)({ urls: ['o.test'] });
  expect([found.looked, found.matched, found.samples.length]).toEqual([2000, 2000, 20]);
});
