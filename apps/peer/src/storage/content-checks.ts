import type { Log } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { digestSpan, isDamage, readSpan, useContent } from './content-file.ts';
import type { FileCache } from './file-cache.ts';
import { createHasher } from './piece-digest.ts';
import { RunningDigest } from './running-digest.ts';
import { onDisk, storageFailure } from './storage-failure.ts';
import { countFault, type StorageMetrics } from './storage-metrics.ts';
import type { TaskEntry } from './task-entry.ts';

export interface ContentCheckParts {
  readonly files: FileCache;
  /** Lends 1 MiB at a time. */
  readonly buffers: BufferPool;
  readonly log: Log;
  readonly metrics: StorageMetrics;
  readonly closing: AbortSignal;
}

/** Reads stored content back to tell whether it is what it should be. */
export class ContentChecks {
  readonly #parts: ContentCheckParts;
  readonly #running = new Map<TaskEntry, Map<string, RunningDigest>>();

  constructor(parts: ContentCheckParts) {
    this.#parts = parts;
  }

  /** Compares a piece of a run that did not stop cleanly once, one of a shared file always; drops it when it does not fit. */
  async verified(entry: TaskEntry, number: number): Promise<void> {
    if (!entry.unverified.has(number) && !entry.shared) return;
    const comparing = entry.comparing.get(number) ?? this.#compare(entry, number);
    entry.comparing.set(number, comparing);
    try {
      await comparing;
    } finally {
      entry.comparing.delete(number);
    }
  }

  /** Computes a digest while the content comes, so that it is known soon after the last piece. */
  follow(entry: TaskEntry, digest: string): void {
    const running = this.#running.get(entry) ?? new Map<string, RunningDigest>();
    if (entry.complete || entry.shared || running.has(digest)) return;
    for (const known of this.#running.keys()) if (known.gone || known.state === 'finished') this.#running.delete(known);
    this.#running.set(entry, running.set(digest, new RunningDigest(this.#parts, entry, digest)));
  }

  /** Waits for what reads in the background. */
  async settled(): Promise<void> {
    for (const running of this.#running.values()) for (const digest of running.values()) await digest.settled();
  }

  /** The digest of a whole content, in the form of `like`. */
  async digestOf(entry: TaskEntry, contentLength: number, like: string, signal?: AbortSignal): Promise<string> {
    const running = await this.#running.get(entry)?.get(like)?.value();
    return running ?? this.#digestOf(entry, contentLength, like, signal);
  }

  #digestOf(entry: TaskEntry, contentLength: number, like: string, signal?: AbortSignal): Promise<string> {
    const { files, buffers, closing } = this.#parts;
    const stop = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    const whole = { offset: 0, length: contentLength };
    return onDisk(`read task ${entry.id}`, () =>
      this.guard(entry, () => useContent(files, entry, 'r', (file) => digestSpan(file, whole, like, buffers, stop))),
    );
  }

  /** Runs work that reads much of a content; when it meets damage, every piece is compared before its next use. */
  async guard<T>(entry: TaskEntry, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      this.#parts.files.forget(entry.contentPath);
      if (isDamage(thrown)) for (const number of entry.bitmap) entry.unverified.add(number);
      throw thrown;
    }
  }

  /**
   * After a failed read: the next one opens the file anew. A damaged piece is dropped at once, so that it is offered to
   * nobody and can be fetched again.
   */
  async doubt(entry: TaskEntry, number: number, cause: unknown): Promise<void> {
    this.#parts.files.forget(entry.contentPath);
    if (!isDamage(cause) || entry.gone || !entry.bitmap.has(number)) return;
    entry.unverified.add(number);
    try {
      await this.verified(entry, number);
    } catch (err) {
      this.#parts.log.warn({ err, task: entry.id, piece: number }, 'a piece that failed to read could not be compared');
    }
  }

  async #compare(entry: TaskEntry, number: number): Promise<void> {
    const piece = entry.piece(number);
    if (piece === undefined) return;
    const { files, buffers, log, metrics, closing } = this.#parts;
    const hasher = createHasher('crc32');
    let readable = true;
    try {
      await useContent(files, entry, 'r', (file) =>
        readSpan(file, piece, buffers, closing, (part) => {
          hasher.update(part);
        }),
      );
    } catch (thrown) {
      countFault(metrics, thrown);
      files.forget(entry.contentPath);
      if (!isDamage(thrown)) throw storageFailure(`read task ${entry.id}`, thrown);
      readable = false;
      log.warn({ err: thrown, task: entry.id, piece: number }, 'a stored piece cannot be read');
    }
    entry.unverified.delete(number);
    if (readable && Number(hasher.value()) === piece.crc32) return;
    metrics.damagedPieces.inc();
    log.warn({ task: entry.id, piece: number }, 'a stored piece was damaged and is dropped');
    entry.dropPiece(number);
    await onDisk(`record task ${entry.id}`, () => entry.journal.append({ is: 'lost', number }));
  }
}
