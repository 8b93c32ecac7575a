import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDiskStore } from './open-disk-store.ts';
import { at, makeTask, originOf, pieceOf, sha256 } from './store.contract.ts';
import type { PieceStore, TaskLease } from './store.ts';
import { plenty } from './testing/plenty.ts';

const pieceLength = 1024;
const acts = ['open', 'write', 'finish', 'spoil', 'fail', 'pin', 'unpin', 'release', 'delete', 'restart'] as const;
const capacityBytes = 8 * pieceLength;

/** Failures that belong to the game: no room, unknown task, pieces missing, wrong digest. */
const expected = ['storage', 'notFound', 'precondition', 'corrupt'];

test('whatever happens, the accounts are the sum of the tasks, room is kept to and pinned tasks stay', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'damselfly-accounts-'));
  const made = Array.from({ length: 5 }, (_, index) => {
    const bytes = randomBytes(pieceLength * 2.5 + index);
    const spans = [0, 1, 2].map((number) => {
      const offset = number * pieceLength;
      return { number, offset, length: Math.min(pieceLength, bytes.length - offset) };
    });
    return { ...makeTask(bytes, { pieceLength, contentLength: bytes.length }), spans };
  });
  const open = () => openDiskStore({ dir, log: silentLog(), diskSpace: plenty, capacityBytes });
  let store = await open();
  const leases = new Map<string, TaskLease[]>();

  const act = async (what: (typeof acts)[number], index: number): Promise<PieceStore> => {
    const { spec, spans, bytes } = at(made, index % made.length);
    const { task } = spec;
    switch (what) {
      case 'open':
        leases.set(task, [...(leases.get(task) ?? []), await store.open(spec)]);
        break;
      case 'write': {
        const span = at(spans, Math.floor(index / made.length) % spans.length);
        // Only who holds a task has room promised.
        if ((leases.get(task) ?? []).length > 0) {
          await store.writePiece(task, span, pieceOf(bytes, span), originOf(pieceOf(bytes, span)));
        }
        break;
      }
      case 'finish':
        await store.finish(task);
        break;
      case 'spoil':
        await store.finish(task, { digest: sha256(Buffer.from('other')) });
        break;
      case 'fail':
        await store.fail(task, new Failure('origin', 'gone'));
        break;
      case 'pin':
      case 'unpin':
        await store.pin(task, what === 'pin');
        break;
      case 'release':
        leases.get(task)?.pop()?.release();
        break;
      case 'delete':
        leases.delete(task);
        await store.delete(task);
        break;
      case 'restart':
        leases.clear();
        await store.close();
        return await open();
      default:
        return what satisfies never;
    }
    return store;
  };

  try {
    const step = fc.tuple(fc.constantFrom(...acts), fc.nat(14));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), async (steps) => {
        for (const [what, index] of steps) {
          const pinned = store.tasks().filter((stored) => stored.pinned);
          try {
            store = await act(what, index);
          } catch (thrown) {
            if (!(thrown instanceof Failure && expected.includes(thrown.code))) throw thrown;
          }
          const tasks = store.tasks();
          const { storedBytes, reservedBytes } = store.accounting();
          expect(storedBytes).toBe(tasks.reduce((sum, stored) => sum + stored.storedBytes, 0));
          expect(reservedBytes).toBeGreaterThanOrEqual(0);
          expect(storedBytes + reservedBytes).toBeLessThanOrEqual(capacityBytes);
          if (leases.size === 0) expect(reservedBytes).toBe(0);
          const kept = tasks.map(({ task }) => task);
          if (what !== 'delete') expect(pinned.filter(({ task }) => !kept.includes(task))).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
});
