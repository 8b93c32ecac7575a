import { hostId, taskId } from '@damselfly/core';
import { afterEach, expect, test, vi } from 'vitest';
import { FirstCopies, type Seat } from './first-copies.ts';

const task = taskId('a'.repeat(64));
let nowMs = 0;
const seats: Seat[] = [];

afterEach(() => {
  for (const seat of seats.splice(0)) seat.leave();
  nowMs = 0;
  vi.useRealTimers();
});

function meeting(...children: string[]) {
  const copies = new FirstCopies({ nowMs: () => nowMs });
  const woken = new Map(children.map((name) => [name, 0]));
  const sit = (name: string) => {
    const seat = copies.sit(task, hostId(name), () => woken.set(name, (woken.get(name) ?? 0) + 1));
    seats.push(seat);
    return seat;
  };
  return { copies, woken, seats: children.map(sit) };
}

const pieces = (count: number) => Array.from({ length: count }, (_, number) => number);
const told = (seat: Seat | undefined, numbers: readonly number[]) =>
  numbers.filter((number) => seat?.mayTell(number, true));

test('a first copy is told of to one child only, and the next one to another', () => {
  const {
    seats: [one, other],
  } = meeting('one', 'other');
  expect(told(one, [0, 1])).toEqual([0]);
  expect(told(other, [0, 1])).toEqual([1]);
});

test('a piece that was sent once is told of to others when no first copy is waited for', () => {
  const {
    copies,
    woken,
    seats: [one, other],
  } = meeting('one', 'other');
  expect(told(one, [0])).toEqual([0]);
  copies.sent(task, 0);
  expect(woken.get('other')).toBeGreaterThan(0);
  expect(told(one, [1])).toEqual([1]);
  expect(told(other, [0])).toEqual([]);
  copies.sent(task, 1);
  expect(told(other, [0])).toEqual([0]);
});

test('no more is told of at a time than can be sent without each taking longer', () => {
  const { copies, seats: both } = meeting('one', 'other');
  const left = new Set(pieces(200));
  const open: number[] = [];
  const tell = () => {
    for (const number of left) {
      if (!both.some((seat) => seat.mayTell(number, true))) continue;
      left.delete(number);
      open.push(number);
    }
  };
  const send = (ms: number, times: number) => {
    for (let time = 0; time < times; time += 1) {
      tell();
      nowMs += ms;
      const [number = -1] = open.splice(0, 1);
      copies.sent(task, number);
    }
    tell();
  };
  tell();
  expect(open).toHaveLength(4);
  // The link is shared: each piece waits for those before it.
  send(100, 20);
  expect(open).toHaveLength(2);
  // The link has room: all that are open arrive together, as fast as one alone.
  for (let round = 0; round < 5; round += 1) {
    nowMs += 100;
    for (const number of open.splice(0)) copies.sent(task, number);
    tell();
  }
  expect(open.length).toBeGreaterThan(8);
});

test('a child that does not take what it was told of keeps others from it for a while only', () => {
  vi.useFakeTimers();
  const {
    woken,
    seats: [one, other],
  } = meeting('one', 'other');
  expect(told(one, [0])).toEqual([0]);
  expect(told(other, [0])).toEqual([]);
  nowMs = 4001;
  vi.advanceTimersByTime(300);
  expect(woken.get('other')).toBeGreaterThan(0);
  expect(told(other, [0])).toEqual([0]);
});

test('a child that leaves makes room for others, and who is alone is told of all that may be open', () => {
  const {
    seats: [one, other],
  } = meeting('one', 'other');
  expect(told(one, [0])).toEqual([0]);
  one?.leave();
  expect(told(other, pieces(100))).toEqual(pieces(8));
});

test('of what others have too a few hear at first, more when it was taken, and all in time', () => {
  vi.useFakeTimers();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const { copies, woken, seats: all } = meeting(...names);
  const hear = () => all.filter((seat) => seat.mayTell(3, false)).length;
  expect(hear()).toBe(2);
  nowMs = 100;
  copies.sent(task, 3);
  expect(hear()).toBe(4);
  const before = woken.get('a') ?? 0;
  for (let time = 0; time < 20; time += 1) {
    nowMs += 500;
    vi.advanceTimersByTime(500);
  }
  expect(hear()).toBe(9);
  expect(woken.get('a')).toBeGreaterThan(before);
});

test('pieces that were given once never stand in the way of one that was not', () => {
  const {
    copies,
    seats: [one, other],
  } = meeting('one', 'other');
  for (const number of pieces(6)) {
    told(one, [number]);
    told(other, [number]);
    copies.sent(task, number);
  }
  // Both are told again of what they may have from each other, and never take it.
  told(one, pieces(6));
  told(other, pieces(6));
  expect([...told(one, [6]), ...told(other, [6])]).toEqual([6]);
});
