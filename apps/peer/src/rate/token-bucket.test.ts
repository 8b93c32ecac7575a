import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const KiB = 2 ** 10;
const never = new AbortController().signal;
setMaxListeners(0, never);

/** Runs `work` under fake timers; the bucket reads the same fake clock. */
async function withClock(work: () => Promise<void>): Promise<void> {
  vi.useFakeTimers();
  try {
    await work();
  } finally {
    vi.useRealTimers();
  }
}

test('over any mix of request sizes no more passes than rate × time plus one burst and one request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 5, maxLength: 40 }), (sizesKiB) =>
      withClock(async () => {
        const [rate, burst] = [1000 * KiB, 128 * KiB];
        const bucket = new TokenBucket({ bytesPerSecond: rate, burstBytes: burst, nowMs: () => Date.now() });
        const startMs = Date.now();
        let passed = 0;
        const all = sizesKiB.map(async (size) => {
          await bucket.acquire(size * KiB, never);
          const largest = Math.max(...sizesKiB) * KiB;
          passed += size * KiB;
          expect(passed).toBeLessThanOrEqual(((Date.now() - startMs) / 1000) * rate + burst + largest);
        });
        await vi.runAllTimersAsync();
        await Promise.all(all);
        const total = sizesKiB.reduce((sum, size) => sum + size, 0) * KiB;
        expect(passed).toBe(total);
        expect(Date.now() - startMs).toBeLessThanOrEqual((total / rate) * 1000 + 2 * sizesKiB.length + 2);
      }),
    ),
    { numRuns: 30 },
  );
});

test('an aborted wait gives its place to the next and leaves no timer behind', async () => {
  await withClock(async () => {
    const bucket = new TokenBucket({ bytesPerSecond: KiB, burstBytes: KiB, nowMs: () => Date.now() });
    await bucket.acquire(KiB, never);
    const abort = new AbortController();
    const first = expect(bucket.acquire(1000 * KiB, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    await first;
    expect(vi.getTimerCount()).toBe(0);
    const second = bucket.acquire(KiB, never);
    await vi.advanceTimersByTimeAsync(1000);
    await second;
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a raised rate reaches those who already wait; an infinite one lets them all pass', async () => {
  await withClock(async () => {
    const bucket = new TokenBucket({ bytesPerSecond: 1, burstBytes: KiB, nowMs: () => Date.now() });
    await bucket.acquire(KiB, never);
    const waiting = [bucket.acquire(KiB, never), bucket.acquire(500 * KiB, never)];
    bucket.setRate(Number.POSITIVE_INFINITY);
    await Promise.all(waiting);
  });
});

test('a limit that lets nothing pass is refused', () => {
  expect(() => new TokenBucket({ bytesPerSecond: 0 })).toThrow(expect.objectContaining({ code: 'invalid' }));
});
