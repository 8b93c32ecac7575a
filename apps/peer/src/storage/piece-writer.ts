import { Failure, type PieceSpan } from '@damselfly/core';
import { useContent } from './content-file.ts';
import type { FileCache } from './file-cache.ts';
import { writeFully } from './journal.ts';
import { recordOfPiece } from './journal-record.ts';
import type { PageCache } from './page-cache.ts';
import { makeOwn } from './shared-content.ts';
import { errnoCode, storageFailure } from './storage-failure.ts';
import { countFault, type StorageMetrics } from './storage-metrics.ts';
import type { PieceOrigin, StoredPiece } from './store.ts';
import type { TaskEntry } from './task-entry.ts';

export interface PieceWriterParts {
  readonly files: FileCache;
  readonly pageCache: PageCache;
  readonly metrics: StorageMetrics;
  readonly nowMs: () => number;
  /** Makes room on a full disk; false when there is none to make. */
  readonly free: (bytes: number) => Promise<boolean>;
}

/** Writes a piece and shows it; see `storePiece`. */
export function writePiece(
  parts: PieceWriterParts,
  entry: TaskEntry,
  span: PieceSpan,
  bytes: Uint8Array,
  origin: PieceOrigin,
): Promise<StoredPiece> {
  return storePiece(parts, entry, span.length, async () => {
    await entry.writes.run(async () => {
      await makeOwn(parts.files, entry);
      await useContent(parts.files, entry, 'r+', (file) => writeFully(file, bytes, span.offset));
    });
    return storedPiece(span, origin, parts.nowMs());
  });
}

/**
 * Has a piece written, records it, and only then shows it. When the disk is full, tasks nobody works with make room and
 * it is tried once more. Throws `storage` with the remedy; the piece is not there then.
 */
export async function storePiece(
  { metrics, pageCache, free }: PieceWriterParts,
  entry: TaskEntry,
  lengthBytes: number,
  write: () => Promise<StoredPiece>,
): Promise<StoredPiece> {
  const writeAndRecord = async () => {
    const piece = await write();
    if (!entry.gone) await entry.journal.append(recordOfPiece(piece));
    return piece;
  };
  let piece: StoredPiece;
  try {
    piece = await writeAndRecord().catch(async (thrown: unknown) => {
      countFault(metrics, thrown);
      if (!diskIsFull(thrown) || !(await Promise.race([free(lengthBytes), entry.left]))) throw thrown;
      return await writeAndRecord();
    });
  } catch (thrown) {
    throw storageFailure(`write task ${entry.id}`, thrown);
  }
  if (entry.gone) throw new Failure('notFound', `task ${entry.id} was deleted meanwhile`);
  entry.passedAt.set(piece.number, pageCache.pass(lengthBytes));
  entry.addPiece(piece);
  entry.spend(lengthBytes);
  entry.emit({ kind: 'piece', piece });
  return piece;
}

/** Lets one writer at a time work on a piece; whoever comes second gets what the first has made. */
export async function onlyWriter(
  entry: TaskEntry,
  number: number,
  work: () => Promise<StoredPiece>,
): Promise<StoredPiece> {
  for (;;) {
    const there = entry.piece(number);
    if (there !== undefined) return there;
    const other = entry.writing.get(number);
    if (other === undefined) break;
    await Promise.allSettled([other]);
  }
  const writing = work();
  entry.writing.set(number, writing);
  try {
    return await writing;
  } finally {
    entry.writing.delete(number);
  }
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
