import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { Downloads } from '../download/downloads.ts';
import type { PieceStore } from '../storage/store.ts';
import type { InputFile } from './input-file.ts';
import type { ReplicaBook, ReplicatedKind, ReplicatedTask, ReplicaUpload } from './replica-book.ts';

export interface ReplicaUploadParts<T extends ReplicatedTask> {
  readonly kind: ReplicatedKind;
  readonly store: PieceStore;
  readonly downloads: Pick<Downloads, 'cancel'>;
  readonly book: ReplicaBook<T>;
  readonly log: Log;
  /** Throws what forbids an upload before it begins. */
  readonly admit: (upload: Pick<ReplicaUpload, 'url' | 'tag' | 'application'> & { kind: ReplicatedKind }) => void;
}

const lastWordMs = 5_000;

/**
 * Makes a file a replicated task: tells the scheduler, imports and pins the file, writes it through where there is a
 * `writeThrough`, and tells the scheduler that copies can be made. On any failure nothing is left here and the scheduler
 * knows; the task can be uploaded again.
 */
export async function uploadReplica<T extends ReplicatedTask>(
  upload: ReplicaUpload,
  input: InputFile,
  parts: ReplicaUploadParts<T>,
  signal: AbortSignal,
  writeThrough?: () => Promise<void>,
): Promise<T> {
  const { kind, store, downloads, book, log } = parts;
  const { task } = upload;
  const stored = store.task(task);
  if (stored !== undefined && (stored.kind ?? 'standard') !== kind) {
    throw new Failure('conflict', `${task} names a ${stored.kind ?? 'standard'} task here; choose another name`);
  }
  await book.uploadStarted(upload, signal);
  try {
    // The scheduler knows of no such task: what is left here of an older one is of no use.
    await downloads.cancel(task, 'it is uploaded anew');
    await store.delete(task);
    const { url, tag, application, pieceLength, ttlMs } = upload;
    const spec = { task, kind, url, tag, application, pieceLength, ttlMs, header: {} };
    const lease = await store.import({ spec, inputPath: input.path, same: input.same }, signal);
    try {
      await store.pin(task, true);
      await writeThrough?.();
      return await book.uploadFinished(upload, signal);
    } finally {
      lease.release();
    }
  } catch (thrown) {
    const failure = Failure.from(thrown);
    try {
      await book.uploadFailed(upload, failure.message, AbortSignal.timeout(lastWordMs));
    } catch (err) {
      log.warn({ task, err }, 'the scheduler does not know that an upload failed; it will find out by itself');
    }
    await store.delete(task);
    throw failure;
  }
}
