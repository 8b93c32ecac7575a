import { type TaskFacts, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import type { Task } from './task.ts';
import { taskProgress } from './task-progress.ts';

const none = { waiting: 0, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 };
const facts: TaskFacts = {
  url: 'http://h/f',
  application: '',
  tag: '',
  digest: '',
  contentLength: 100,
  state: 'running',
  createdAtMs: 0,
};
const task = (change: Partial<Task>): Task => ({
  id: taskId('t'),
  schedulerClusterId: 1,
  facts,
  peersByState: none,
  seeds: 1,
  bytesFromSource: 0,
  bytesFromPeers: 0,
  updatedAtMs: 0,
  schedulers: [],
  stale: false,
  ...change,
});

test('progress counts the bytes of all peers, and how many came from other peers', () => {
  const running = task({ peersByState: { ...none, downloading: 4 }, bytesFromSource: 50, bytesFromPeers: 150 });
  expect(taskProgress(running)).toMatchObject({ share: 0.5, fromPeersShare: 0.75, peers: 4, openPeers: 4 });
});

test('bytes of peers that left never make more than the whole', () => {
  const left = task({ peersByState: { ...none, downloading: 1 }, bytesFromSource: 100, bytesFromPeers: 400 });
  expect(taskProgress(left).share).toBe(1);
});

test('a task whose peers are all done is whole, whatever was counted', () => {
  expect(taskProgress(task({ peersByState: { ...none, succeeded: 3 } })).share).toBe(1);
});

test('without a length there is no share', () => {
  const { contentLength: _, ...unknown } = facts;
  const early = task({ facts: unknown, peersByState: { ...none, waiting: 1 } });
  expect(taskProgress(early)).toMatchObject({ share: undefined, fromPeersShare: undefined });
});
