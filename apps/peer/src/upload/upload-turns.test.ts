import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { shareOf } from '../rate/priority.ts';
import { UploadTurns } from './upload-turns.ts';

const MiB = 2 ** 20;
const never = new AbortController().signal;
setMaxListeners(0, never);
const share = shareOf('t', 0);
let turns: UploadTurns;

beforeEach(() => {
  vi.useFakeTimers();
  turns = new UploadTurns({ most: 16 });
});
afterEach(() => {
  turns.close();
  vi.useRealTimers();
});

/** Pieces of 4 MiB that share a link; the next waits as soon as one has gone. Resolves to the most that went at once. */
async function crowd(linkBytesPerSecond: number, seconds: number): Promise<number> {
  const going = new Set<{ left: number; done: () => void }>();
  let most = 0;
  const child = async () => {
    for (;;) {
      const end = await turns.take(never, share);
      const over = turns.began(4 * MiB);
      await new Promise<void>((done) => going.add({ left: 4 * MiB, done }));
      over();
      end?.();
    }
  };
  for (let n = 0; n < 12; n += 1) void child();
  for (let tick = 0; tick < seconds * 50; tick += 1) {
    await vi.advanceTimersByTimeAsync(20);
    most = tick > 50 ? Math.max(most, going.size) : 0;
    for (const piece of going) {
      const part = linkBytesPerSecond / 50 / going.size;
      turns.sent(part);
      piece.left -= part;
      if (piece.left > 0) continue;
      going.delete(piece);
      piece.done();
    }
  }
  return most;
}

test('few pieces go at once over a narrow link, many over a wide one', async () => {
  expect(await crowd(2.5e6, 60)).toBeLessThanOrEqual(3);
  expect(turns.isSlow).toBe(true);
  turns.close();
  turns = new UploadTurns({ most: 16 });
  expect(await crowd(1e9, 3)).toBeGreaterThanOrEqual(12);
  expect(turns.isSlow).toBe(false);
});

test('who has patience gets no turn when it is over; who has none waits on', async () => {
  const ends = [await turns.take(never, share), await turns.take(never, share)];
  const patient = turns.take(never, share, 300);
  const waiting = turns.take(never, share);
  await vi.advanceTimersByTimeAsync(240);
  await vi.advanceTimersByTimeAsync(80);
  expect(await patient).toBeUndefined();
  ends[0]?.();
  expect(await waiting).toBeTypeOf('function');
  expect(turns.taken).toBe(2);
});

test('an aborted wait is cancelled, not over', async () => {
  await turns.take(never, share);
  await turns.take(never, share);
  const abort = new AbortController();
  const gone = expect(turns.take(abort.signal, share, 10_000)).rejects.toMatchObject({ code: 'cancelled' });
  abort.abort();
  await gone;
});

test('the clock stops when nothing goes out any more', async () => {
  (await turns.take(never, share))?.();
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(5000);
  expect(vi.getTimerCount()).toBe(0);
});
