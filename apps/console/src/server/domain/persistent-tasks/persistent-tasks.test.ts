import { Failure } from '@damselfly/core';
import { expect, test } from 'vitest';
import { createPersistentTasks } from './persistent-tasks.ts';
import type { ReplicatedTask, ReplicatedTasksOf } from './source.ts';

const task = (id: string, change: Partial<ReplicatedTask> = {}): ReplicatedTask => ({
  ...{ kind: 'persistent', id, url: `s3://b/${id}`, tag: '', application: '', wantedReplicas: 2, pinnedReplicas: 1 },
  ...{ replicas: 1, contentLength: 1, pieceLength: 0, pieceCount: 1, state: 'Succeeded' },
  ...{ createdAtMs: 1, updatedAtMs: 1, expiresAtMs: 9 },
  ...change,
});

/** A scheduler that knows these tasks; several may be given the same map, as those that share Redis. */
const scheduler = (tasks: Map<string, ReplicatedTask>): ReplicatedTasksOf => {
  const one = (id: string) => {
    const found = tasks.get(id);
    if (found === undefined) throw new Failure('notFound', 'unknown');
    return found;
  };
  return {
    list: async () => [...tasks.values()],
    get: async ({ id }) => ({ task: one(id), copies: [] }),
    want: async ({ id }, wantedReplicas) => void tasks.set(id, { ...one(id), wantedReplicas }),
    remove: async ({ id }) => {
      one(id);
      tasks.delete(id);
      return [{ hostId: 'h', hostname: 'h', ip: '10.0.0.1', deleted: true, failure: '' }];
    },
  };
};

const signal = new AbortController().signal;
const own = { rules: [{ action: 'manage', subject: 'PersistentTask', conditions: { tenantId: 'ours' } }] } as never;
const all = { rules: [{ action: 'manage', subject: 'all' }] } as never;

function start(...schedulers: ReplicatedTasksOf[]) {
  const audited: string[] = [];
  const row = { id: 1, tenantId: null, name: 'c', bio: '', isDefault: true, createdAt: new Date() };
  const tasks = createPersistentTasks({
    source: async () => schedulers,
    clusters: {
      byId: async (_, id) => (id === 1 ? row : undefined),
      applicationTenants: async () =>
        new Map([
          ['our-app', 'ours'],
          ['their-app', 'theirs'],
        ]),
    },
    audit: { record: async (_, { action, target }) => void audited.push(`${action} ${target?.id}`) },
  });
  return { tasks, audited };
}

test('tasks of several schedulers are one list, each task once with its newest state, in pages', async () => {
  const one = new Map([
    ['a', task('a', { updatedAtMs: 5, state: 'Uploading' })],
    ['c', task('c')],
  ]);
  const two = new Map([
    ['a', task('a', { updatedAtMs: 7 })],
    ['b', task('b')],
  ]);
  const { tasks } = start(scheduler(one), scheduler(two));
  const first = await tasks.list(all, { clusterId: 1, limit: 2 }, signal);
  expect(first).toMatchObject({ total: 3, items: [{ id: 'a', state: 'Succeeded', missingReplicas: 1 }, { id: 'b' }] });
  const next = await tasks.list(all, { clusterId: 1, limit: 2, cursor: first.nextCursor }, signal);
  expect(next).toMatchObject({ items: [{ id: 'c' }], nextCursor: undefined });
});

test('a tenant sees, counts and changes what its applications keep in a shared cluster, and nothing else', async () => {
  const rows = [task('a', { application: 'our-app' }), task('b', { application: 'their-app' }), task('c')];
  const { tasks } = start(scheduler(new Map(rows.map((row) => [row.id, row]))));
  const page = await tasks.list(own, { clusterId: 1, limit: 10 }, signal);
  expect(page).toMatchObject({ total: 1, items: [{ id: 'a' }] });
  for (const id of ['b', 'nowhere']) {
    const ref = { clusterId: 1, kind: 'persistent', id } as const;
    for (const call of [tasks.byId(own, ref, signal), tasks.want(own, ref, 3, signal), tasks.remove(own, ref, signal)])
      await expect(call).rejects.toMatchObject({ code: 'notFound', message: `There is no persistent task ${id}.` });
  }
});

test('a task that schedulers share is deleted once, and each copy has its receipt', async () => {
  const shared = new Map([['a', task('a')]]);
  const { tasks, audited } = start(scheduler(shared), scheduler(shared));
  const ref = { clusterId: 1, kind: 'persistent', id: 'a' } as const;
  expect(await tasks.want(all, ref, 5, signal)).toMatchObject({ wantedReplicas: 5 });
  expect(await tasks.remove(all, ref, signal)).toHaveLength(1);
  expect(audited).toEqual(['update a', 'delete a']);
});

test('a cluster without an active scheduler says so, an unknown one does not exist', async () => {
  const { tasks } = start();
  await expect(tasks.list(all, { clusterId: 1, limit: 1 }, signal)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(tasks.list(all, { clusterId: 2, limit: 1 }, signal)).rejects.toMatchObject({ code: 'notFound' });
});
