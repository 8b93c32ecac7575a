import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { jsonProgress } from './progress.ts';

test('JSON progress is paced, and always tells start and end', () => {
  const out = new PassThrough();
  let nowMs = 0;
  const progress = jsonProgress(out, () => nowMs);
  progress.started('t', 100);
  for (nowMs = 0; nowMs < 1000; nowMs += 10) progress.advanced(nowMs / 10);
  progress.finished('/f');
  const lines = String(out.read())
    .trim()
    .split('\n')
    .map((line): { event: string } => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual([
    'started',
    'progress',
    'progress',
    'progress',
    'progress',
    'finished',
  ]);
});
