import { hostId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import type { VisibleLive } from '../clusters/clusters.ts';
import { createHostNow } from './host-now.ts';
import type { Hosts } from './hosts.ts';

const row = { hostId: 'h-a', schedulerClusterId: 7 };
const host = (id: string, stale = false) => ({
  id: hostId(id),
  hostname: `name of ${id}`,
  uploads: 2,
  uploadLimit: 9,
  stale,
});
const flow = (from: string | null, to: string, task: string) => ({
  ...{ from: from === null ? null : hostId(from), to: hostId(to), task: taskId(task), rateBps: 5 },
});

function start({ stale = false } = {}) {
  const view = {
    hosts: () => [host('h-a', stale), host('h-b')],
    flows: () => ({
      flows: [
        flow(null, 'h-a', 'seen'),
        flow('h-a', 'h-b', 'hidden'),
        flow('h-a', 'h-gone', 'seen'),
        flow('h-b', 'h-c', 'seen'),
      ],
    }),
    task: (id: string) => (id === 'seen' ? { id } : undefined),
    tasksOn: () => Array.from({ length: 300 }, () => ({ task: taskId('seen') })),
  };
  const asked: boolean[] = [];
  const live = (async (_: unknown, wanted: (id: number) => boolean) => {
    asked.push(wanted(7), wanted(8));
    return view;
  }) as unknown as VisibleLive;
  const hosts = { byId: async () => row } as unknown as Pick<Hosts, 'byId'>;
  return { now: createHostNow({ hosts, live }), asked };
}

test('what comes to a host and goes from it is told with the other end, and the task to who may see it', async () => {
  const { now, asked } = start();
  const { receives, sends, uploads, tasks } = await now({ rules: [] }, 1);
  expect(asked).toEqual([true, false]);
  expect(receives).toEqual([{ other: null, task: 'seen', rateBps: 5 }]);
  expect(sends.map(({ other, task }) => [other?.hostname, task])).toEqual([
    ['name of h-b', undefined],
    ['h-gone', 'seen'],
  ]);
  expect(uploads).toEqual({ running: 2, limit: 9 });
  expect(tasks).toHaveLength(200);
});

test('a host whose scheduler is lost is not said to do anything', async () => {
  const { uploads, tasks } = await start({ stale: true }).now({ rules: [] }, 1);
  expect([uploads, tasks]).toEqual([undefined, []]);
});
