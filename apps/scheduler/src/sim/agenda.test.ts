import { expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { Agenda } from './agenda.ts';

test('things happen by time, and in the order they were asked for when times are equal', () => {
  const agenda = new Agenda();
  const random = seededRandom(7);
  const wanted = Array.from({ length: 5000 }, (_, turn) => ({ atMs: Math.floor(random() * 100), turn }));
  const happened: { atMs: number; turn: number }[] = [];
  for (const one of wanted) agenda.callAt(one.atMs, () => happened.push(one));
  while (agenda.next(1e9));
  expect(happened).toEqual([...wanted].sort((a, b) => a.atMs - b.atMs || a.turn - b.turn));
});

test('nothing happens after the given time', () => {
  const agenda = new Agenda();
  agenda.callAt(10, () => undefined);
  expect(agenda.next(9)).toBe(false);
  expect(agenda.next(10)).toBe(true);
  expect(agenda.nowMs).toBe(10);
});
