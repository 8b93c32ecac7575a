import type { PeerId, TaskId } from '@damselfly/core';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import type { Evidence } from './quarantine.ts';

/** What is stored of a task now, to be compared with what it turns out to be. */
export function piecesOf(store: Pick<PieceStore, 'task' | 'piece'>, task: TaskId): StoredPiece[] {
  return [...(store.task(task)?.finishedPieces ?? [])].flatMap((number) => store.piece(task, number) ?? []);
}

/** Which parents gave pieces that differ from the true content, which is stored by now. */
export function falsePieces(
  store: Pick<PieceStore, 'piece'>,
  task: TaskId,
  before: readonly StoredPiece[],
): Map<PeerId, Evidence[]> {
  const byParent = new Map<PeerId, Evidence[]>();
  for (const { number, parent, crc32: sent } of before) {
    const truth = store.piece(task, number)?.crc32;
    if (parent === undefined || truth === undefined || truth === sent) continue;
    byParent.set(parent, [...(byParent.get(parent) ?? []), { task, number, parent, sent, truth }]);
  }
  return byParent;
}
