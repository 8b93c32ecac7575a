import { expect, test } from 'vitest';
import { createSampler } from './sampler.ts';
import type { UsageAddition, UsageCount } from './stores.ts';

const count = (change: Partial<UsageCount> = {}): UsageCount => ({
  ...{ schedulerClusterId: 1, application: '', sourceBytes: 1, peerBytes: 2 },
  ...{ startedTasks: 0, finishedPeers: 0, failedPeers: 0, ...change },
});
const nowMs = Date.UTC(2026, 0, 5, 10, 7, 31);

test('a round writes each count at its minute, hour and day; what fails waits for the next round', async () => {
  const written: UsageAddition[][] = [];
  const problems: unknown[] = [];
  let broken = true;
  let counts = [count({ application: 'train' })];
  const sampler = createSampler({
    store: {
      add: async (additions) => {
        if (broken) throw new Error('the database is away');
        written.push([...additions]);
      },
      removeBefore: async () => 0,
    },
    take: () => counts.splice(0),
    hosts: () => [],
    now: () => nowMs,
    onProblem: (error) => problems.push(error),
  });
  await sampler.round();
  expect(problems).toHaveLength(1);
  broken = false;
  counts = [count({ application: 'serve' })];
  await sampler.round();
  const rows = written[0]?.map(({ span, startsAt, application }) => [application, span, startsAt.toISOString()]);
  expect(rows).toEqual(
    ['train', 'serve'].flatMap((application) => [
      [application, 'minute', '2026-01-05T10:07:00.000Z'],
      [application, 'hour', '2026-01-05T10:00:00.000Z'],
      [application, 'day', '2026-01-05T00:00:00.000Z'],
    ]),
  );
});
