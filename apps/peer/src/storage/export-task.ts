import { Failure, pieceSpans } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ContentChecks } from './content-checks.ts';
import { useContent } from './content-file.ts';
import { exportContent } from './export-content.ts';
import type { FileCache } from './file-cache.ts';
import { markShared } from './shared-content.ts';
import type { ExportRequest } from './store.ts';
import type { TaskEntry } from './task-entry.ts';

export interface ExportParts {
  readonly files: FileCache;
  readonly buffers: BufferPool;
  readonly checks: ContentChecks;
}

/** Exports what is asked for when all of it is there and sound; see `PieceStore.export`. */
export async function exportTask(
  { files, buffers, checks }: ExportParts,
  entry: TaskEntry,
  { outputPath, range, hardLink = false, overwrite = false }: ExportRequest,
  signal: AbortSignal,
): Promise<void> {
  const { contentLength, pieceLength } = entry.spec;
  if (contentLength === undefined) throw new Failure('precondition', `the length of task ${entry.id} is not known yet`);
  const { start, length } = range ?? { start: 0, length: contentLength };
  if (!(start >= 0 && length >= 0 && start + length <= contentLength)) {
    throw new Failure('invalid', `bytes ${start}+${length} are outside the ${contentLength} of task ${entry.id}`);
  }
  for (const { number } of pieceSpans(contentLength, pieceLength, start, length)) {
    await checks.verified(entry, number);
    if (!entry.bitmap.has(number)) throw new Failure('precondition', `piece ${number} of task ${entry.id} is not here`);
  }
  if (hardLink && (range !== undefined || entry.state !== 'finished')) {
    throw new Failure('precondition', 'only a whole, finished task can be hard-linked; copy it instead');
  }
  if (hardLink) await markShared(entry);
  const { contentPath } = entry;
  const span = range === undefined ? {} : { span: { offset: start, length } };
  await checks.guard(entry, () =>
    useContent(files, entry, entry.readMode, (content) =>
      exportContent({ contentPath, content, outputPath, overwrite, hardLink, contentLength, buffers, ...span }, signal),
    ),
  );
}
