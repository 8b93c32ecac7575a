import { expect, test } from 'vitest';
import { parseCron } from './cron.ts';

const times = (cron: string, zone: string, from: string, count: number) => {
  const rhythm = parseCron(cron, zone);
  const found: string[] = [];
  for (let at: Date | undefined = new Date(from); at !== undefined && found.length < count; ) {
    at = rhythm?.next(at);
    if (at) found.push(at.toISOString());
  }
  return found;
};

test('a line means the hour of its zone, in summer and in winter', () => {
  expect(times('30 2 * * *', 'Europe/Berlin', '2026-01-10T00:00:00Z', 1)).toEqual(['2026-01-10T01:30:00.000Z']);
  expect(times('30 2 * * *', 'Europe/Berlin', '2026-07-10T00:00:00Z', 1)).toEqual(['2026-07-10T00:30:00.000Z']);
  expect(times('0 9 * * 1-5', 'Asia/Shanghai', '2026-11-27T00:00:00Z', 2)).toEqual([
    '2026-11-27T01:00:00.000Z',
    '2026-11-30T01:00:00.000Z',
  ]);
});

test('every day has one run, also when the clock skips the hour or has it twice', () => {
  const spring = times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 3);
  const autumn = times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 3);
  for (const days of [spring, autumn]) {
    expect(new Set(days.map((at) => at.slice(0, 10))).size).toBe(3);
  }
});

test.each([
  ['* * * *', 'UTC'],
  ['* * * * * *', 'UTC'],
  ['61 * * * *', 'UTC'],
  ['0 0 30 2 *', 'UTC'],
  ['0 0 * * *', 'Europe/Nowhere'],
  ["0 0 * * *'; DROP TABLE schedule", 'UTC'],
  ['', 'UTC'],
])('%j in %s is no line', (cron, zone) => {
  expect(parseCron(cron, zone)).toBeUndefined();
});
