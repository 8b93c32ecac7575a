import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { barProgress, jsonProgress } from './progress.ts';

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

/** A terminal of 100 columns that keeps what it shows. */
function terminal(isTTY: boolean) {
  const out = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  const stream = out as unknown as NodeJS.WriteStream;
  return { stream, shown: () => String(out.read() ?? '') };
}

test('a bar tells the rate of the last seconds, not of the whole, and nothing it does not know', () => {
  const { stream, shown } = terminal(true);
  let nowMs = 0;
  const bar = barProgress(stream, '/file', () => nowMs);
  bar.started('t', 100 * 2 ** 20);
  expect(shown()).toMatch(/\/file.* 100 MiB[\s\S]*\] 0% \(0 B\/s, – left\)/);
  // Ten seconds at 5 MiB/s, then the line breaks down to a hundredth.
  let done = 0;
  for (let second = 0; second < 10; second += 1) {
    nowMs += 1000;
    done += 5 * 2 ** 20;
    bar.advanced(done);
  }
  expect(shown().split('\r').at(-1)).toContain('50% (5.00 MiB/s, 10.0 s left)');
  for (let second = 0; second < 10; second += 1) {
    nowMs += 1000;
    done += 50 * 1024;
    bar.advanced(done);
  }
  expect(shown().split('\r').at(-1)).toMatch(/50% \(50\.0 KiB\/s, 16m \d\ds left\)/);
  bar.finished('/file');
});

test('nobody who is no terminal gets a bar', () => {
  const { stream, shown } = terminal(false);
  const bar = barProgress(stream, '/file', () => 0);
  bar.started('t', 100);
  bar.advanced(50);
  bar.finished('/file');
  expect(shown()).toBe('');
});
