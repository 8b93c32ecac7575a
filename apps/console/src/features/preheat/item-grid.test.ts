import { expect, test } from 'vitest';
import { gridOf } from './item-grid.ts';
import type { PreheatItem } from './preheat.ts';

const item = (id: string, taskId: string, hostId: string): PreheatItem => ({
  ...{ id, taskId, hostId, clusterId: 1, url: `http://o/${taskId}`, hostname: hostId, ip: '', state: 'running' },
  ...{ bytes: 0, contentLength: null, verified: null, failureCode: '', failure: '', startedAt: null },
  ...{ finishedAt: null, updatedAt: new Date(0) },
});

test('every part is a column and every host a row, whoever has which', () => {
  const grid = gridOf([item('1', 'a', 'h1'), item('2', 'b', 'h1'), item('3', 'a', 'h2')]);
  expect(grid.parts.map(({ taskId }) => taskId)).toEqual(['a', 'b']);
  expect(grid.hosts.map(({ hostname, cells }) => [hostname, [...cells.keys()]])).toEqual([
    ['h1', ['a', 'b']],
    ['h2', ['a']],
  ]);
});
