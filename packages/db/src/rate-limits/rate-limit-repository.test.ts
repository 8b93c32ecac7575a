import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../create-database.ts';
import { testDatabase } from '../testing.ts';

describe('rate limits', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  const take = async (key: string, intervalMs: number, burst: number) =>
    (await database.rateLimits.take([{ key, intervalMs, burst }]))[0];

  test('of many at once the burst is let through, and what is left counts down', async () => {
    const taken = await Promise.all(Array.from({ length: 12 }, () => take('burst', 60_000, 5)));
    const passed = taken.filter((one) => one?.allowed).map((one) => Math.round((one?.fullInMs ?? 0) / 60_000));
    expect(passed.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(taken.filter((one) => one?.allowed === false)).toHaveLength(7);
  });

  test('a refused one passes once its interval is over', async () => {
    expect((await take('refill', 200, 1))?.allowed).toBe(true);
    expect((await take('refill', 200, 1))?.allowed).toBe(false);
    await expect.poll(async () => (await take('refill', 200, 1))?.allowed).toBe(true);
  });

  test('each of several keys counts for itself', async () => {
    const asked = ['b', 'a'].map((key) => ({ key, intervalMs: 60_000, burst: 1 }));
    await database.rateLimits.take(asked.slice(0, 1));
    const taken = await database.rateLimits.take(asked);
    expect(Object.fromEntries(taken.map(({ key, allowed }) => [key, allowed]))).toEqual({ a: true, b: false });
  });

  test('what is full again is forgotten, and one that is forgotten by name begins anew', async () => {
    await database.rateLimits.take([{ key: 'soon', intervalMs: 1, burst: 1 }]);
    await take('late', 60_000, 1);
    await expect.poll(() => database.rateLimits.forgetFull()).toBeGreaterThan(0);
    const keys = (await database.client.rateLimit.findMany()).map(({ key }) => key);
    expect([keys.includes('soon'), keys.includes('late')]).toEqual([false, true]);
    await database.rateLimits.forget('late');
    expect((await take('late', 60_000, 1))?.allowed).toBe(true);
  });
});
