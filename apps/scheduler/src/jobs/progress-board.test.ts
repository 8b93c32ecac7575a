import { hostId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import type { Progress } from './preheat.ts';
import { ProgressBoard } from './progress-board.ts';

const progress = (name: string, bytes: number, finished = false): Progress => ({
  target: { url: 'http://origin.test/file', task: taskId('t'), header: {} },
  host: {
    ...{ id: hostId(name), hostname: name, ip: '10.0.0.1', port: 4000, idc: '', diskFreeBytes: 0 },
    ...{ seed: false, shared: true, healthy: true, draining: false },
  },
  ...{ bytes, contentLength: 9, finished },
});
const open = () => new ProgressBoard(new AbortController().signal);

test('progress is merged while nobody reads, ends are not', async () => {
  const board = open();
  board.note(progress('a', 1));
  board.note(progress('a', 2));
  board.note(progress('b', 3));
  await board.settled(progress('b', 9, true));
  await board.settled(progress('c', 9, true));
  board.end();
  const told = [];
  for await (const { host, bytes, finished } of board.read()) told.push([host.id, bytes, finished]);
  expect(told).toEqual([
    ['a', 2, false],
    ['b', 9, true],
    ['c', 9, true],
  ]);
});

test('work waits for the reader when many ends are unread, and goes on as it reads', async () => {
  const board = open();
  const all = Promise.all(Array.from({ length: 3000 }, (_, n) => board.settled(progress(`h${n}`, 9, true))));
  void all.then(() => board.end());
  let told = 0;
  for await (const _ of board.read()) told += 1;
  expect(told).toBe(3000);
});

test('a caller that left holds nothing up', async () => {
  const left = new AbortController();
  const board = new ProgressBoard(left.signal);
  const all = Promise.all(Array.from({ length: 3000 }, (_, n) => board.settled(progress(`h${n}`, 9, true))));
  left.abort();
  await all;
});
