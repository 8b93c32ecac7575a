import { type PeerId, peerId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import type { PieceStore, StoredPiece, StoredTask } from '../storage/store.ts';
import { FirstCopies } from './first-copies.ts';

const task = taskId('a'.repeat(64));
let nowMs = 0;

/** A peer that holds these pieces, from the source or from another peer. */
function holding(pieces: ReadonlyMap<number, PeerId | undefined>): FirstCopies {
  const store: Pick<PieceStore, 'task' | 'piece'> = {
    task: () => {
      const finishedPieces = new Set(pieces.keys());
      const state = 'partial' as const;
      const numbers = { pieceLength: 1, storedBytes: 0, createdAtMs: 0, usedAtMs: 0 };
      return {
        task,
        url: '',
        application: '',
        tag: '',
        header: {},
        pinned: false,
        finishedPieces,
        state,
        ...numbers,
      } satisfies StoredTask;
    },
    piece: (_, number) => {
      if (!pieces.has(number)) return undefined;
      const parent = pieces.get(number);
      const piece = { number, offset: number, length: 1, digest: '', crc32: 0, costMs: 1, createdAtMs: 0 };
      return { ...piece, trafficType: 'remotePeer', ...(parent && { parent }) } satisfies StoredPiece;
    },
  };
  return new FirstCopies(store, () => nowMs);
}

test('a first copy that goes to one child is to be had elsewhere, even when there is no other to give', () => {
  const copies = holding(new Map([[0, undefined]]));
  expect(copies.isFirst(task, 0)).toBe(true);
  expect(copies.isElsewhere(task, 0)).toBe(false);
  const end = copies.begin(task, 0);
  expect(copies.isElsewhere(task, 0)).toBe(true);
  end(true);
  expect(copies.isFirst(task, 0)).toBe(false);
  expect(copies.isElsewhere(task, 0)).toBe(false);
});

test('what was given once is given again when every first copy has gone, those on their way not', () => {
  const copies = holding(new Map([0, 1].map((number) => [number, undefined])));
  copies.begin(task, 0)(true);
  expect(copies.isElsewhere(task, 0)).toBe(true);
  const end = copies.begin(task, 1);
  expect(copies.isElsewhere(task, 0)).toBe(true);
  end(true);
  expect(copies.isElsewhere(task, 0)).toBe(false);
});

test('first copies that nobody asks for any more keep nobody from the others', () => {
  const copies = holding(new Map([0, 1].map((number) => [number, undefined])));
  copies.begin(task, 0)(true);
  expect(copies.isElsewhere(task, 0)).toBe(true);
  nowMs += 5001;
  expect(copies.isElsewhere(task, 0)).toBe(false);
});

test('a first copy that did not arrive is one again', () => {
  const copies = holding(new Map([[0, undefined]]));
  copies.begin(task, 0)(false);
  expect(copies.isFirst(task, 0)).toBe(true);
  expect(copies.isElsewhere(task, 0)).toBe(false);
});

test('what came from other peers is no first copy, and stands in the way of nothing', () => {
  const copies = holding(
    new Map([
      [0, undefined],
      [1, peerId('parent')],
    ]),
  );
  expect(copies.isFirst(task, 1)).toBe(false);
  copies.begin(task, 0)(true);
  expect(copies.isElsewhere(task, 0)).toBe(false);
  expect(copies.isElsewhere(task, 1)).toBe(false);
});
