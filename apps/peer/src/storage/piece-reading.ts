import { readSync } from 'node:fs';
import { Failure } from '@damselfly/core';
import type { ContentChecks } from './content-checks.ts';
import { damage } from './content-file.ts';
import type { FileCache } from './file-cache.ts';
import type { PageCache } from './page-cache.ts';
import { storageFailure } from './storage-failure.ts';
import { countFault, type StorageMetrics } from './storage-metrics.ts';
import type { PieceReading } from './store.ts';
import type { TaskEntry } from './task-entry.ts';

export interface PieceReadingParts {
  readonly files: FileCache;
  readonly pageCache: PageCache;
  readonly checks: ContentChecks;
  readonly metrics: StorageMetrics;
}

/** Opens a piece that was compared if need be; `notFound` when it is not here or turned out to be damaged. */
export async function openPiece(
  { files, pageCache, checks, metrics }: PieceReadingParts,
  entry: TaskEntry,
  number: number,
): Promise<PieceReading> {
  await checks.verified(entry, number);
  const piece = entry.piece(number);
  if (piece === undefined || entry.gone) {
    throw new Failure('notFound', `piece ${number} of task ${entry.id} is not here`);
  }
  const refused = (thrown: unknown) => {
    countFault(metrics, thrown);
    return storageFailure(`read task ${entry.id}`, thrown);
  };
  const file = await files.borrow(entry.contentPath, entry.readMode).catch((thrown: unknown) => {
    throw refused(thrown);
  });
  return {
    piece,
    release: () => file.release(),
    readNow: (into, at) => {
      const wanted = Math.min(into.length, piece.length - at);
      if (wanted <= 0 || !pageCache.holds(entry.passedAt.get(number))) return undefined;
      const begunMs = performance.now();
      try {
        const bytesRead = readSync(file.handle.fd, into, 0, wanted, piece.offset + at);
        return bytesRead > 0 ? bytesRead : undefined;
      } catch {
        // Reading it the slow way meets the same trouble and says what it is.
        return undefined;
      } finally {
        pageCache.tookMs(performance.now() - begunMs);
      }
    },
    read: async (into, at) => {
      const wanted = Math.min(into.length, piece.length - at);
      if (wanted <= 0) return 0;
      try {
        const { bytesRead } = await file.handle.read(into, 0, wanted, piece.offset + at);
        if (bytesRead === 0) throw damage(piece.offset + at);
        if (at + bytesRead === piece.length) entry.passedAt.set(number, pageCache.pass(piece.length));
        return bytesRead;
      } catch (thrown) {
        await checks.doubt(entry, number, thrown);
        throw refused(thrown);
      }
    },
  };
}
