import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Failure, hostId, peerId, taskId } from '@damselfly/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32.ts';
import type { HeldPiece } from './memory-transport.ts';
import type { ParentAddress, PieceRef, PieceTransport } from './transport.ts';

export const task = taskId('5844f27a257287e9b734256bb25603d8005422ced8c0377f15063ec11963b25f');

/** What a parent does when it is asked: hold a piece, fail, or never answer (until the signal of the test's end). */
export type ParentBehaviour = (piece: number, signal: AbortSignal) => HeldPiece | Promise<HeldPiece>;

export interface TransportFixture {
  readonly transport: PieceTransport;
  readonly parent: ParentAddress;
  close(): Promise<void>;
}

export function heldPiece(bytes: Uint8Array, over: Partial<HeldPiece> = {}): HeldPiece {
  return { bytes, digest: `crc32:${crc32(bytes)}`, ...over };
}

export const refOf = (number: number, length: number): PieceRef => ({ task, number, offset: number * length, length });

export const parentAt = (over: Partial<ParentAddress>): ParentAddress => ({
  peer: peerId('127.0.0.1-parent-1'),
  host: hostId('127.0.0.1-parent'),
  ip: '127.0.0.1',
  ...over,
});

/** Memory with a pattern around the piece, to see that nothing else is written. */
export function target(length: number): { into: Buffer; around: Buffer } {
  const around = Buffer.alloc(length + 64, 0xa5);
  return { into: around.subarray(32, 32 + length), around };
}

/** What every transport must do. `start` makes a parent that behaves so, and a transport that can reach it. */
export function transportContract(name: string, start: (behave: ParentBehaviour) => Promise<TransportFixture>): void {
  describe(`${name} transport`, () => {
    const never = new AbortController().signal;
    setMaxListeners(0, never);
    const running: TransportFixture[] = [];
    let ended: AbortController;
    beforeEach(() => {
      ended = new AbortController();
    });
    afterEach(async () => {
      ended.abort();
      for (const fixture of running.splice(0)) await fixture.close();
    });
    const begin = async (behave: ParentBehaviour) => {
      const fixture = await start(behave);
      running.push(fixture);
      return fixture;
    };
    const silence = () =>
      new Promise<never>((_, reject) => {
        ended.signal.addEventListener('abort', () => reject(new Failure('cancelled', 'the test is over')), {
          once: true,
        });
      });

    test('fills the buffer and nothing around it, and tells what the parent said and what it computed', async () => {
      for (const length of [1, 4096, 300_000, 2 ** 21 + 7]) {
        const bytes = randomBytes(length);
        const { transport, parent } = await begin(() => heldPiece(bytes, { parentId: peerId('grandparent') }));
        expect(transport.canReach(parent)).toBe(true);
        const { into, around } = target(length);
        const fetched = await transport.fetch(refOf(3, length), parent, into, never);
        const sum = crc32(bytes);
        expect(fetched).toEqual({ length, digest: `crc32:${sum}`, crc32: sum, parentId: 'grandparent' });
        expect(into.equals(bytes)).toBe(true);
        expect([...around.subarray(0, 32), ...around.subarray(32 + length)].every((byte) => byte === 0xa5)).toBe(true);
      }
    });

    test('a piece from the source has no parent, one without digest is delivered all the same', async () => {
      const bytes = randomBytes(1000);
      const { transport, parent } = await begin(() => heldPiece(bytes, { digest: '' }));
      const fetched = await transport.fetch(refOf(0, 1000), parent, target(1000).into, never);
      expect(fetched).toEqual({ length: 1000, digest: '', crc32: crc32(bytes) });
    });

    test('a damaged piece is delivered with both sums: the store decides', async () => {
      const bytes = randomBytes(1000);
      const { transport, parent } = await begin(() => heldPiece(bytes, { digest: 'crc32:1' }));
      const fetched = await transport.fetch(refOf(0, 1000), parent, target(1000).into, never);
      expect(fetched).toMatchObject({ digest: 'crc32:1', crc32: crc32(bytes) });
    });

    test('the bytes of a piece are put to the pace, and wait for it', async () => {
      const bytes = randomBytes(2 ** 20 + 7);
      const { transport, parent } = await begin(() => heldPiece(bytes));
      let passed = 0;
      let held: (() => void) | undefined;
      const pace = (count: number) => {
        passed += count;
        if (passed < 2 ** 19 || held !== undefined) return undefined;
        return new Promise<void>((resolve) => {
          held = resolve;
        });
      };
      const { into } = target(bytes.length);
      const fetching = transport.fetch(refOf(0, bytes.length), parent, into, never, pace);
      let over = false;
      void fetching.then(() => {
        over = true;
      });
      await expect.poll(() => held !== undefined).toBe(true);
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(over).toBe(false);
      held?.();
      await fetching;
      expect(into.equals(bytes)).toBe(true);
      expect(passed).toBeGreaterThanOrEqual(bytes.length);
      expect(passed).toBeLessThan(bytes.length + 1000);
    });

    test('a fetch that waits for its pace ends with the abort', async () => {
      const bytes = randomBytes(2 ** 20);
      const { transport, parent } = await begin(() => heldPiece(bytes));
      const abort = new AbortController();
      let asked = false;
      const pace = () => {
        asked = true;
        return new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve(), { once: true }));
      };
      const { into } = target(bytes.length);
      const fetching = transport.fetch(refOf(0, bytes.length), parent, into, abort.signal, pace);
      const refused = expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
      await expect.poll(() => asked).toBe(true);
      abort.abort();
      await refused;
    });

    test('many pieces at once and one after the other', async () => {
      const pieces = Array.from({ length: 40 }, () => randomBytes(70_000));
      const { transport, parent } = await begin((number) => heldPiece(pieces[number] ?? Buffer.alloc(0)));
      for (let round = 0; round < 3; round += 1) {
        await Promise.all(
          pieces.map(async (bytes, number) => {
            const { into } = target(bytes.length);
            await transport.fetch(refOf(number, bytes.length), parent, into, never);
            expect(into.equals(bytes)).toBe(true);
          }),
        );
      }
    });

    test('a piece the parent does not have is notFound, and the next one still comes', async () => {
      const bytes = randomBytes(100);
      const { transport, parent } = await begin((number) => {
        if (number === 1) throw new Failure('notFound', 'piece 1 is not here');
        return heldPiece(bytes);
      });
      for (let round = 0; round < 3; round += 1) {
        await expect(transport.fetch(refOf(1, 100), parent, target(100).into, never)).rejects.toMatchObject({
          code: 'notFound',
        });
        await transport.fetch(refOf(0, 100), parent, target(100).into, never);
      }
    });

    test('a piece of another length than asked for is corrupt and writes nothing', async () => {
      const { transport, parent } = await begin((number) => heldPiece(randomBytes(number === 0 ? 99 : 101)));
      for (const number of [0, 1]) {
        const { into, around } = target(100);
        const fetching = transport.fetch(refOf(number, 100), parent, into, never);
        await expect(fetching).rejects.toMatchObject({ code: 'corrupt' });
        expect(around.every((byte) => byte === 0xa5)).toBe(true);
      }
    });

    test('a buffer that does not fit the piece is refused', async () => {
      const { transport, parent } = await begin(() => heldPiece(randomBytes(100)));
      const fetching = transport.fetch(refOf(0, 100), parent, target(99).into, never);
      await expect(fetching).rejects.toMatchObject({ code: 'invalid' });
    });

    test('an abort ends a fetch that hangs, and nothing is written afterwards', async () => {
      const { transport, parent } = await begin(silence);
      const abort = new AbortController();
      const { into, around } = target(100);
      const fetching = expect(transport.fetch(refOf(0, 100), parent, into, abort.signal)).rejects.toMatchObject({
        code: 'cancelled',
      });
      setImmediate(() => abort.abort());
      await fetching;
      expect(around.every((byte) => byte === 0xa5)).toBe(true);
      const early = transport.fetch(refOf(0, 100), parent, into, AbortSignal.abort());
      await expect(early).rejects.toMatchObject({ code: 'cancelled' });
    });

    test('close ends fetches under way as cancelled', async () => {
      const { transport, parent } = await begin(silence);
      const fetching = expect(transport.fetch(refOf(0, 100), parent, target(100).into, never)).rejects.toMatchObject({
        code: 'cancelled',
      });
      await transport.close();
      await fetching;
    });
  });
}
