import { Failure, type PieceSpan } from '@damselfly/core';
import { useContent } from './content-file.ts';
import type { FileCache } from './file-cache.ts';
import { writeFully } from './journal.ts';
import { recordOfPiece } from './journal-record.ts';
import { errnoCode, storageFailure } from './storage-failure.ts';
import { countFault, type StorageMetrics } from './storage-metrics.ts';
import type { PieceOrigin, StoredPiece } from './store.ts';
import type { TaskEntry } from './task-entry.ts';

export interface PieceWriterParts {
  readonly files: FileCache;
  readonly metrics: StorageMetrics;
  readonly nowMs: () => number;
  /** Makes room on a full disk; false when there is none to make. */
  readonly free: (bytes: number) => Promise<boolean>;
}

/**
 * Writes a piece, records it, and only then shows it. When the disk is full, tasks nobody works with make room and it is
 * tried once more. Throws `storage` with the remedy; the piece is not there then.
 */
export async function writePiece(
  parts: PieceWriterParts,
  entry: TaskEntry,
  span: PieceSpan,
  bytes: Uint8Array,
  origin: PieceOrigin,
): Promise<StoredPiece> {
  const piece = storedPiece(span, origin, parts.nowMs());
  const write = async () => {
    await entry.writes.run(() => useContent(parts.files, entry, 'r+', (file) => writeFully(file, bytes, span.offset)));
    if (!entry.gone) await entry.journal.append(recordOfPiece(piece));
  };
  try {
    await write().catch(async (thrown: unknown) => {
      countFault(parts.metrics, thrown);
      if (!diskIsFull(thrown) || !(await Promise.race([parts.free(bytes.length), entry.left]))) throw thrown;
      await write();
    });
  } catch (thrown) {
    throw storageFailure(`write task ${entry.id}`, thrown);
  }
  if (entry.gone) throw new Failure('notFound', `task ${entry.id} was deleted meanwhile`);
  entry.addPiece(piece);
  entry.spend(span.length);
  entry.emit({ kind: 'piece', piece });
  return piece;
}

export const diskIsFull = (thrown: unknown) => ['ENOSPC', 'EDQUOT'].includes(errnoCode(thrown) ?? '');

/** What is recorded of a piece; its digest is our own sum, whatever was announced. */
export function storedPiece(
  { number, offset, length }: PieceSpan,
  { crc32, parent, trafficType, costMs }: PieceOrigin,
  createdAtMs: number,
): StoredPiece {
  const whence = { crc32, trafficType, costMs, ...(parent === undefined ? {} : { parent }) };
  return { number, offset, length, digest: `crc32:${crc32}`, ...whence, createdAtMs };
}
