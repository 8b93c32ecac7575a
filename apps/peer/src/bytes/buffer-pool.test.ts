import { expect, test } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

const MiB = 2 ** 20;
const never = new AbortController().signal;

test('a slab that was given back is lent again', async () => {
  const pool = new BufferPool({ maxBytes: 4 * MiB });
  const first = await pool.acquire(MiB, never);
  const memory = first.bytes.buffer;
  first.release();
  first.release();
  const second = await pool.acquire(MiB - 1, never);
  expect(second.bytes.buffer).toBe(memory);
  expect(second.bytes.length).toBe(MiB - 1);
  expect(pool.loanedBytes).toBe(MiB);
});

test('whoever asks beyond the limit waits in order, also a smaller request behind a larger one', async () => {
  const pool = new BufferPool({ maxBytes: 4 * MiB });
  const held = [await pool.acquire(2 * MiB, never), await pool.acquire(2 * MiB, never)];
  const order: string[] = [];
  const large = pool.acquire(4 * MiB, never).then((buffer) => {
    order.push('large');
    buffer.release();
  });
  const small = pool.acquire(MiB, never).then((buffer) => {
    order.push('small');
    buffer.release();
  });
  held[0]?.release();
  await Promise.resolve();
  expect(order).toEqual([]);
  held[1]?.release();
  await Promise.all([large, small]);
  expect(order).toEqual(['large', 'small']);
  expect(pool.loanedBytes).toBe(0);
  expect(pool.allocatedBytes).toBeLessThanOrEqual(4 * MiB);
});

test('an aborted wait rejects as cancelled and lets the next one through', async () => {
  const pool = new BufferPool({ maxBytes: 2 * MiB });
  const held = await pool.acquire(MiB, never);
  const abort = new AbortController();
  const large = pool.acquire(2 * MiB, abort.signal);
  const small = pool.acquire(MiB, never);
  abort.abort();
  await expect(large).rejects.toMatchObject({ code: 'cancelled' });
  (await small).release();
  held.release();
  expect(pool.loanedBytes).toBe(0);
});

test('a buffer larger than the pool is refused at once', async () => {
  const pool = new BufferPool({ maxBytes: MiB });
  await expect(pool.acquire(MiB + 1, never)).rejects.toMatchObject({ code: 'invalid' });
});
