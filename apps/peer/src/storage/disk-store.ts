import { access, rm } from 'node:fs/promises';
import { Failure, type PieceSpan, parseDigest, type TaskId } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { ContentChecks } from './content-checks.ts';
import { createContent, useContent } from './content-file.ts';
import { eachOf } from './each-of.ts';
import { exportTask } from './export-task.ts';
import { Housekeeping, type HousekeepingParts } from './housekeeping.ts';
import { checkSame, importContent, openInput } from './import-task.ts';
import { Journal } from './journal.ts';
import { recordOfTask } from './journal-record.ts';
import type { PageCache } from './page-cache.ts';
import { checkPiece } from './piece-digest.ts';
import { openPiece } from './piece-reading.ts';
import { diskIsFull, onlyWriter, type PieceWriterParts, writePiece } from './piece-writer.ts';
import { SerialQueue } from './serial-queue.ts';
import { onDisk, storageFailure } from './storage-failure.ts';
import { countFault } from './storage-metrics.ts';
import type {
  ExportRequest,
  ImportRequest,
  PieceOrigin,
  PieceReading,
  PieceStore,
  StoreAccounting,
  StoredPiece,
  StoredTask,
  StoreEvent,
  TaskLease,
  TaskSpec,
} from './store.ts';
import { isFile } from './store-folder.ts';
import { TaskEntry } from './task-entry.ts';

export interface DiskStoreParts extends HousekeepingParts {
  readonly pageCache: PageCache;
  /** Lends 1 MiB at a time for comparing and copying. */
  readonly buffers: BufferPool;
  /** Runs when everything is closed: gives the folder back. */
  readonly onClosed: () => Promise<void>;
}

const useRecordIntervalMs = 10 * 60_000;
/** Which of two tasks was used first within a minute is not worth a write each at the end. */
const closeRecordIntervalMs = 60_000;

/** Pieces in one content file a task, with one journal a task beside. Made by `openDiskStore`. */
export class DiskStore implements PieceStore {
  readonly #parts: DiskStoreParts;
  readonly #entries: Map<TaskId, TaskEntry>;
  /** Creating and deleting tasks, one at a time: room is counted before it is given away. */
  readonly #admission = new SerialQueue();
  readonly #closing = new AbortController();
  readonly #housekeeping: Housekeeping;
  readonly #checks: ContentChecks;
  readonly #writer: PieceWriterParts;
  #closed: Promise<void> | undefined;

  constructor(parts: DiskStoreParts) {
    this.#parts = parts;
    this.#entries = parts.entries;
    this.#housekeeping = new Housekeeping(parts);
    this.#checks = new ContentChecks({ ...parts, closing: this.#closing.signal });
    this.#writer = { ...parts, free: (bytes) => this.#admission.run(() => this.#housekeeping.free(bytes)) };
  }

  open(spec: TaskSpec, expectBytes?: number): Promise<TaskLease> {
    return this.#admission.run(async () => {
      const found = await this.#withContent(this.#entries.get(spec.task));
      found?.checkSame(spec);
      if (spec.digest !== undefined) parseDigest(spec.digest);
      const lease = found === undefined ? undefined : this.#lease(found);
      try {
        const expected = Math.max(0, (expectBytes ?? spec.contentLength ?? 0) - (found?.storedBytes ?? 0));
        const needed = Math.max(0, expected - (found?.reservedBytes ?? 0));
        if (needed > 0) await this.#housekeeping.makeRoom(needed);
        const entry = found ?? (await this.#create(spec));
        entry.reserve(needed);
        if (found !== undefined) await this.#takeUp(found, spec);
        if (spec.digest !== undefined) this.#checks.follow(entry, spec.digest);
        return lease ?? this.#lease(entry);
      } catch (thrown) {
        lease?.release();
        countFault(this.#parts.metrics, thrown);
        throw storageFailure(`store task ${spec.task}`, thrown);
      }
    });
  }

  async import(request: ImportRequest, signal: AbortSignal): Promise<TaskLease> {
    const { spec, hardLink = false } = request;
    const input = await openInput(request);
    try {
      if (request.same !== undefined) checkSame(input, request.same);
      // A file that is shared takes no room on the disk.
      const lease = await this.open({ ...spec, contentLength: input.lengthBytes }, hardLink ? 0 : undefined);
      try {
        if (lease.task.state === 'finished') return lease;
        const parts = { ...this.#writer, buffers: this.#parts.buffers };
        await importContent(parts, this.#need(spec.task), input, hardLink, signal);
        await this.finish(spec.task, { signal });
        return lease;
      } catch (thrown) {
        lease.release();
        await this.#discard(spec.task);
        throw storageFailure(`import ${input.path}`, thrown);
      }
    } finally {
      await input.file.close();
    }
  }

  hold(task: TaskId): TaskLease | undefined {
    const entry = this.#entries.get(task);
    return entry === undefined ? undefined : this.#lease(entry);
  }

  task(task: TaskId): StoredTask | undefined {
    return this.#entries.get(task)?.snapshot();
  }

  tasks(): StoredTask[] {
    return [...this.#entries.values()].map((entry) => entry.snapshot());
  }

  piece(task: TaskId, number: number): StoredPiece | undefined {
    return this.#entries.get(task)?.piece(number);
  }

  async settleLength(task: TaskId, contentLength: number): Promise<void> {
    const entry = this.#need(task);
    if (entry.spec.contentLength === contentLength) return;
    entry.checkLength(contentLength);
    await entry.writes.run(() =>
      onDisk(`size task ${task}`, async () => {
        await useContent(this.#parts.files, entry, 'r+', (file) => file.truncate(contentLength));
        await entry.journal.append({ is: 'length', contentLength });
        entry.setLength(contentLength);
      }),
    );
    entry.emit({ kind: 'length', contentLength });
  }

  async writePiece(task: TaskId, span: PieceSpan, bytes: Uint8Array, origin: PieceOrigin): Promise<StoredPiece> {
    const entry = this.#need(task);
    entry.checkSpan(span);
    if (bytes.length !== span.length) {
      throw new Failure('invalid', `piece ${span.number} has ${span.length} bytes, ${bytes.length} were given`);
    }
    return await onlyWriter(entry, span.number, async () => {
      checkPiece(span.number, bytes, origin);
      return await writePiece(this.#writer, entry, span, bytes, origin);
    });
  }

  async readPiece(task: TaskId, number: number): Promise<PieceReading> {
    const entry = this.#need(task);
    const reading = await openPiece({ ...this.#parts, checks: this.#checks }, entry, number);
    this.#touch(entry);
    return reading;
  }

  onPiece(task: TaskId, listener: (event: StoreEvent) => void): () => void {
    const { listeners } = this.#need(task);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  expect(task: TaskId, digest: string): void {
    parseDigest(digest);
    this.#checks.follow(this.#need(task), digest);
  }

  async finish(task: TaskId, options: { digest?: string; signal?: AbortSignal } = {}): Promise<void> {
    const entry = this.#need(task);
    await entry.settled();
    const { contentLength } = entry.spec;
    if (contentLength === undefined || !entry.complete) {
      throw new Failure('precondition', `task ${task} has ${entry.bitmap.size} pieces, not all of them`);
    }
    for (const digest of [entry.spec.digest, options.digest]) {
      if (digest !== undefined) await this.#agree(entry, contentLength, digest, options.signal);
    }
    if (entry.state === 'finished' || entry.gone) return;
    // An open file takes pieces even when its name is gone, and loses them at the end.
    await onDisk(`finish task ${task}`, () => access(entry.contentPath));
    const atMs = this.#parts.nowMs();
    await onDisk(`record task ${task}`, async () => {
      await entry.journal.append({ is: 'finished', atMs });
      if (entry.journalIsWasteful) await entry.journal.rewrite([...entry.records(), { is: 'finished', atMs }]);
    });
    if (!entry.markFinished(atMs)) return;
    entry.emit({ kind: 'finished' });
  }

  async fail(task: TaskId, failure: Failure): Promise<void> {
    const entry = this.#need(task);
    if (entry.state === 'finished') return;
    entry.markFailed(failure.message);
    entry.emit({ kind: 'failed', failure });
    await onDisk(`record task ${task}`, () => entry.journal.append({ is: 'failed', why: failure.message }));
  }

  async pin(task: TaskId, pinned: boolean): Promise<void> {
    const entry = this.#need(task);
    if (entry.pinned === pinned) return;
    entry.pinned = pinned;
    await onDisk(`record task ${task}`, () => entry.journal.append({ is: 'pinned', pinned }));
  }

  async export(task: TaskId, request: ExportRequest, signal: AbortSignal): Promise<void> {
    const entry = this.#need(task);
    const lease = this.#lease(entry);
    try {
      await exportTask({ ...this.#parts, checks: this.#checks }, entry, request, signal);
    } catch (thrown) {
      countFault(this.#parts.metrics, thrown);
      throw storageFailure(`export task ${task}`, thrown);
    } finally {
      lease.release();
    }
  }

  delete(task: TaskId): Promise<void> {
    return this.#admission.run(async () => {
      const entry = this.#entries.get(task);
      if (entry !== undefined) await onDisk(`delete task ${task}`, () => this.#housekeeping.remove(entry));
    });
  }

  /** Removes what an import has left unfinished, unless somebody else works with it. */
  #discard(task: TaskId): Promise<void> {
    return this.#admission.run(async () => {
      const entry = this.#entries.get(task);
      if (entry?.idle && entry.state !== 'finished') await this.#housekeeping.remove(entry);
    });
  }

  accounting(): StoreAccounting {
    const { storedBytes, reservedBytes } = this.#parts.tally;
    const { capacityBytes } = this.#parts.limits;
    return {
      tasks: this.#entries.size,
      storedBytes,
      reservedBytes,
      ...(capacityBytes === undefined ? {} : { capacityBytes }),
    };
  }

  /** Deletes what has expired and, when the disk is too full, what was used longest ago. */
  collect(): Promise<void> {
    return this.#admission.run(async () => {
      await this.#housekeeping.expire();
      await this.#housekeeping.makeRoom(0);
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await this.#admission.drained();
    await this.#checks.settled();
    await eachOf([...this.#entries.values()], async (entry) => {
      await entry.settled();
      if (entry.usedAtMs - entry.recordedUseMs > closeRecordIntervalMs) await this.#recordUse(entry);
    });
    await this.#parts.files.close();
    await this.#parts.onClosed();
  }

  #need(task: TaskId): TaskEntry {
    if (this.#closing.signal.aborted) throw new Failure('cancelled', 'the store is closed');
    const entry = this.#entries.get(task);
    if (entry === undefined) throw new Failure('notFound', `task ${task} is not stored here`);
    return entry;
  }

  #lease(entry: TaskEntry): TaskLease {
    this.#touch(entry);
    return entry.lease();
  }

  async #create(spec: TaskSpec): Promise<TaskEntry> {
    if (this.#closing.signal.aborted) throw new Failure('cancelled', 'the store is closed');
    try {
      return await this.#createFiles(spec);
    } catch (thrown) {
      if (!diskIsFull(thrown) || !(await this.#housekeeping.free(1))) throw thrown;
      return await this.#createFiles(spec);
    }
  }

  async #createFiles(spec: TaskSpec): Promise<TaskEntry> {
    const { folder, files, tally, nowMs } = this.#parts;
    const contentPath = folder.contentPath(spec.task, spec.kind);
    const journalPath = folder.journalPath(spec.task);
    const createdAtMs = nowMs();
    try {
      await createContent(files, contentPath, spec.contentLength ?? 0);
      const journal = await Journal.create(journalPath, files, [recordOfTask(spec, createdAtMs)]);
      const entry = new TaskEntry(spec, contentPath, journal, createdAtMs, tally);
      this.#entries.set(spec.task, entry);
      return entry;
    } catch (thrown) {
      await rm(contentPath, { force: true });
      files.forget(contentPath);
      throw thrown;
    }
  }

  /** Forgets a task whose content somebody removed, so that it can be fetched anew; one that is in use fails by itself. */
  async #withContent(found: TaskEntry | undefined): Promise<TaskEntry | undefined> {
    if (found === undefined || !found.idle || (await isFile(found.contentPath))) return found;
    this.#parts.log.warn({ task: found.id }, 'the content of a task has vanished; the task begins anew');
    await this.#housekeeping.remove(found);
    return undefined;
  }

  async #takeUp(entry: TaskEntry, spec: TaskSpec): Promise<void> {
    if (entry.spec.contentLength === undefined && spec.contentLength !== undefined) {
      await this.settleLength(spec.task, spec.contentLength);
    }
    if (entry.state !== 'failed') return;
    entry.reopen();
    await entry.journal.append({ is: 'reopened' });
  }

  async #agree(entry: TaskEntry, contentLength: number, digest: string, signal?: AbortSignal): Promise<void> {
    if (entry.agreedDigests.has(digest)) return;
    const actual = await this.#checks.digestOf(entry, contentLength, digest, signal);
    if (actual === digest.toLowerCase()) {
      entry.agreedDigests.add(digest);
      return;
    }
    const failure = new Failure('corrupt', `the content should be ${digest} but is ${actual}`);
    if (entry.state !== 'finished') {
      entry.dropAllPieces();
      entry.markFailed(failure.message);
      entry.emit({ kind: 'failed', failure });
      await onDisk(`record task ${entry.id}`, () => entry.journal.rewrite(entry.records()));
    }
    throw failure;
  }

  #touch(entry: TaskEntry): void {
    entry.usedAtMs = this.#parts.nowMs();
    if (entry.usedAtMs - entry.recordedUseMs > useRecordIntervalMs && !entry.gone) void this.#recordUse(entry);
  }

  async #recordUse(entry: TaskEntry): Promise<void> {
    entry.recordedUseMs = entry.usedAtMs;
    try {
      await entry.journal.append({ is: 'used', atMs: entry.usedAtMs });
    } catch (err) {
      this.#parts.log.warn({ err, task: entry.id }, 'the last use of a task could not be recorded');
    }
  }
}
