import { setMaxListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { FairQueue } from './fair-queue.ts';
import { FairSlots } from './fair-slots.ts';
import { shareOf } from './priority.ts';
import { paceOf } from './rate-limiter.ts';
import { TokenBucket } from './token-bucket.ts';

const KiB = 2 ** 10;
const never = new AbortController().signal;
setMaxListeners(0, never);

/** Asks again as soon as it is served, with several requests waiting at a time, until the clock stops. */
function greedy(bucket: TokenBucket, key: string, priority: number, requests: number, bytes: number) {
  const got = { bytes: 0 };
  const share = shareOf(key, priority);
  const one = async () => {
    for (;;) {
      await bucket.acquire(bytes, never, share);
      got.bytes += bytes;
    }
  };
  for (let n = 0; n < requests; n += 1) void one();
  return got;
}

async function under<Result>(work: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers();
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}

test('a task with one connection gets as much bandwidth as one with sixteen', async () => {
  await under(async () => {
    const bucket = new TokenBucket({ bytesPerSecond: 1000 * KiB, nowMs: () => Date.now() });
    const many = greedy(bucket, 'many', 6, 16, 64 * KiB);
    const single = greedy(bucket, 'single', 6, 1, 64 * KiB);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(single.bytes / many.bytes).toBeGreaterThan(0.8);
    expect(single.bytes / many.bytes).toBeLessThan(1.25);
  });
});

test('each priority gets twice the bandwidth of the one below it', async () => {
  await under(async () => {
    const bucket = new TokenBucket({ bytesPerSecond: 1000 * KiB, nowMs: () => Date.now() });
    const six = greedy(bucket, 'six', 6, 4, 16 * KiB);
    const unset = greedy(bucket, 'unset', 0, 4, 16 * KiB);
    const five = greedy(bucket, 'five', 5, 4, 16 * KiB);
    const three = greedy(bucket, 'three', 3, 4, 16 * KiB);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(six.bytes / five.bytes).toBeCloseTo(2, 0);
    expect(unset.bytes / six.bytes).toBeCloseTo(1, 0);
    expect(six.bytes / three.bytes).toBeGreaterThan(7);
    expect(six.bytes / three.bytes).toBeLessThan(9);
  });
});

test('bytes that count twice pass at the slower of two limits', async () => {
  await under(async () => {
    const wide = new TokenBucket({ bytesPerSecond: 10_000 * KiB, nowMs: () => Date.now() });
    const narrow = new TokenBucket({ bytesPerSecond: 100 * KiB, nowMs: () => Date.now() });
    const pace = paceOf([wide, narrow], never, shareOf('t', 0));
    let passed = 0;
    void (async () => {
      for (;;) {
        await pace(32 * KiB);
        passed += 32 * KiB;
      }
    })();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(passed / KiB).toBeGreaterThan(950);
    expect(passed / KiB).toBeLessThan(1150);
  });
});

test('who leaves the queue frees its place, and an empty queue remembers nobody', () => {
  const queue = new FairQueue<string>();
  queue.push('a1', { key: 'a', weight: 1 }, 100);
  queue.push('a2', { key: 'a', weight: 1 }, 100);
  queue.push('b1', { key: 'b', weight: 1 }, 100);
  queue.remove('a1');
  expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(['b1', 'a2', undefined]);
  queue.push('a3', { key: 'a', weight: 1 }, 1);
  queue.push('c1', { key: 'c', weight: 1 }, 1);
  expect(queue.shift()).toBe('a3');
});

test('slots are handed from task to task, and an aborted wait takes none', async () => {
  const slots = new FairSlots(1);
  const giveBack = await slots.take(never, shareOf('a', 0));
  const order: string[] = [];
  const wait = async (name: string, signal = never) => {
    const give = await slots.take(signal, shareOf(name, 0));
    order.push(name);
    give();
  };
  const abort = new AbortController();
  const gone = expect(wait('gone', abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  const all = Promise.all([wait('a'), wait('a'), wait('b')]);
  abort.abort();
  await gone;
  expect(slots.waiting).toBe(3);
  giveBack();
  await all;
  expect(order).toEqual(['a', 'b', 'a']);
  expect(slots.taken).toBe(0);
});

test('a higher limit admits those who wait, a lower one admits nobody until enough has been given back', async () => {
  const slots = new FairSlots(1);
  const first = await slots.take(never);
  const waiting = [slots.take(never), slots.take(never)];
  slots.setLimit(2);
  const second = await waiting[0];
  expect([slots.taken, slots.waiting]).toEqual([2, 1]);
  slots.setLimit(1);
  first();
  expect([slots.taken, slots.waiting]).toEqual([1, 1]);
  second?.();
  await waiting[1];
  expect([slots.taken, slots.waiting]).toEqual([1, 0]);
});
