import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure, type PieceSpan, parseDigest, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { ContentChecks } from './content-checks.ts';
import { useContent } from './content-file.ts';
import { chooseEvictions, type DiskSpace } from './eviction.ts';
import { exportTask } from './export-task.ts';
import type { FileCache } from './file-cache.ts';
import { Journal, writeFully } from './journal.ts';
import { recordOfPiece, recordOfTask } from './journal-record.ts';
import { checkPiece } from './piece-digest.ts';
import { SerialQueue } from './serial-queue.ts';
import { onDisk, storageFailure } from './storage-failure.ts';
import type {
  ExportRequest,
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
import type { StoreFolder } from './store-folder.ts';
import { TaskEntry } from './task-entry.ts';

export interface DiskStoreLimits {
  readonly capacityBytes: number | undefined;
  /** A task lives this long after its last use. */
  readonly ttlMs: number;
  readonly diskHighPercent: number;
  readonly diskLowPercent: number;
}

export interface DiskStoreParts {
  readonly folder: StoreFolder;
  readonly files: FileCache;
  /** Lends 1 MiB at a time for comparing and copying. */
  readonly buffers: BufferPool;
  readonly entries: Map<TaskId, TaskEntry>;
  readonly limits: DiskStoreLimits;
  readonly log: Log;
  readonly nowMs: () => number;
  readonly diskSpace: (dir: string) => Promise<DiskSpace>;
  /** Runs when everything is closed: gives the folder back. */
  readonly onClosed: () => Promise<void>;
}

const useRecordIntervalMs = 10 * 60_000;

/** Pieces in one content file a task, with one journal a task beside. Made by `openDiskStore`. */
export class DiskStore implements PieceStore {
  readonly #parts: DiskStoreParts;
  readonly #entries: Map<TaskId, TaskEntry>;
  /** Creating and deleting tasks, one at a time: room is counted before it is given away. */
  readonly #admission = new SerialQueue();
  readonly #closing = new AbortController();
  readonly #checks: ContentChecks;
  #closed: Promise<void> | undefined;

  constructor(parts: DiskStoreParts) {
    this.#parts = parts;
    this.#entries = parts.entries;
    this.#checks = new ContentChecks({ ...parts, closing: this.#closing.signal });
  }

  open(spec: TaskSpec, expectBytes?: number): Promise<TaskLease> {
    return this.#admission.run(async () => {
      const found = this.#entries.get(spec.task);
      found?.checkSame(spec);
      if (spec.digest !== undefined) parseDigest(spec.digest);
      const lease = found === undefined ? undefined : this.#lease(found);
      try {
        const expected = Math.max(0, (expectBytes ?? spec.contentLength ?? 0) - (found?.storedBytes ?? 0));
        const needed = Math.max(0, expected - (found?.reservedBytes ?? 0));
        if (needed > 0) await this.#makeRoom(needed);
        const entry = found ?? (await this.#create(spec));
        entry.reservedBytes += needed;
        if (found !== undefined) await this.#takeUp(found, spec);
        return lease ?? this.#lease(entry);
      } catch (thrown) {
        lease?.release();
        throw storageFailure(`store task ${spec.task}`, thrown);
      }
    });
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
    this.#emit(entry, { kind: 'length', contentLength });
  }

  async writePiece(task: TaskId, span: PieceSpan, bytes: Uint8Array, origin: PieceOrigin): Promise<StoredPiece> {
    const entry = this.#need(task);
    entry.checkSpan(span);
    if (bytes.length !== span.length) {
      throw new Failure('invalid', `piece ${span.number} has ${span.length} bytes, ${bytes.length} were given`);
    }
    for (;;) {
      const there = entry.piece(span.number);
      if (there !== undefined) return there;
      const other = entry.writing.get(span.number);
      if (other === undefined) break;
      await Promise.allSettled([other]);
    }
    checkPiece(span.number, bytes, origin);
    const writing = this.#write(entry, span, bytes, origin);
    entry.writing.set(span.number, writing);
    try {
      return await writing;
    } finally {
      entry.writing.delete(span.number);
    }
  }

  async readPiece(task: TaskId, number: number): Promise<PieceReading> {
    const entry = this.#need(task);
    await this.#checks.verified(entry, number);
    const piece = entry.piece(number);
    if (piece === undefined || entry.gone) throw new Failure('notFound', `piece ${number} of task ${task} is not here`);
    this.#touch(entry);
    const mode = entry.state === 'finished' ? 'r' : 'r+';
    const doing = `read task ${task}`;
    const file = await onDisk(doing, () => this.#parts.files.borrow(entry.contentPath, mode));
    return {
      piece,
      release: () => file.release(),
      read: async (into, at) => {
        const wanted = Math.min(into.length, piece.length - at);
        if (wanted <= 0) return 0;
        const { bytesRead } = await onDisk(doing, () => file.handle.read(into, 0, wanted, piece.offset + at));
        return bytesRead;
      },
    };
  }

  onPiece(task: TaskId, listener: (event: StoreEvent) => void): () => void {
    const { listeners } = this.#need(task);
    listeners.add(listener);
    return () => listeners.delete(listener);
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
    const atMs = this.#parts.nowMs();
    await onDisk(`record task ${task}`, async () => {
      await entry.journal.append({ is: 'finished', atMs });
      if (entry.journalIsWasteful) await entry.journal.rewrite([...entry.records(), { is: 'finished', atMs }]);
    });
    if (!entry.markFinished(atMs)) return;
    this.#emit(entry, { kind: 'finished' });
  }

  async fail(task: TaskId, failure: Failure): Promise<void> {
    const entry = this.#need(task);
    if (entry.state === 'finished') return;
    entry.markFailed(failure.message);
    this.#emit(entry, { kind: 'failed', failure });
    await onDisk(`record task ${task}`, () => entry.journal.append({ is: 'failed', why: failure.message }));
  }

  async export(task: TaskId, request: ExportRequest, signal: AbortSignal): Promise<void> {
    const entry = this.#need(task);
    const lease = this.#lease(entry);
    try {
      await exportTask({ ...this.#parts, checks: this.#checks }, entry, request, signal);
    } catch (thrown) {
      throw storageFailure(`export task ${task}`, thrown);
    } finally {
      lease.release();
    }
  }

  delete(task: TaskId): Promise<void> {
    return this.#admission.run(async () => {
      const entry = this.#entries.get(task);
      if (entry !== undefined) await onDisk(`delete task ${task}`, () => this.#remove(entry));
    });
  }

  accounting(): StoreAccounting {
    let [storedBytes, reservedBytes] = [0, 0];
    for (const entry of this.#entries.values()) {
      storedBytes += entry.storedBytes;
      reservedBytes += entry.reservedBytes;
    }
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
      const { limits, nowMs } = this.#parts;
      for (const entry of this.#idle()) {
        if (entry.usedAtMs + (entry.spec.ttlMs ?? limits.ttlMs) < nowMs()) await this.#removeLogged(entry, 'expired');
      }
      await this.#makeRoom(0);
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    await this.#admission.drained();
    for (const entry of this.#entries.values()) {
      await entry.settled();
      if (entry.usedAtMs > entry.recordedUseMs) await this.#recordUse(entry);
      await entry.journal.drained();
    }
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
    const { folder, files, nowMs } = this.#parts;
    const contentPath = folder.contentPath(spec.task, spec.kind);
    const journalPath = folder.journalPath(spec.task);
    const createdAtMs = nowMs();
    await folder.createContent(contentPath, spec.contentLength ?? 0);
    await mkdir(path.dirname(journalPath), { recursive: true, mode: 0o700 });
    const journal = await Journal.create(journalPath, files, [recordOfTask(spec, createdAtMs)]);
    const entry = new TaskEntry(spec, contentPath, journal, createdAtMs);
    this.#entries.set(spec.task, entry);
    return entry;
  }

  async #takeUp(entry: TaskEntry, spec: TaskSpec): Promise<void> {
    if (entry.spec.contentLength === undefined && spec.contentLength !== undefined) {
      await this.settleLength(spec.task, spec.contentLength);
    }
    if (entry.state !== 'failed') return;
    entry.reopen();
    await entry.journal.append({ is: 'reopened' });
  }

  async #write(entry: TaskEntry, span: PieceSpan, bytes: Uint8Array, origin: PieceOrigin): Promise<StoredPiece> {
    const { number, offset, length } = span;
    const { crc32, parent, trafficType, costMs } = origin;
    const whence = { crc32, trafficType, costMs, ...(parent === undefined ? {} : { parent }) };
    const createdAtMs = this.#parts.nowMs();
    const piece = { number, offset, length, digest: `crc32:${crc32}`, ...whence, createdAtMs };
    const { files } = this.#parts;
    await onDisk(`write task ${entry.id}`, async () => {
      await entry.writes.run(() => useContent(files, entry, 'r+', (file) => writeFully(file, bytes, offset)));
      if (!entry.gone) await entry.journal.append(recordOfPiece(piece));
    });
    if (entry.gone) throw new Failure('notFound', `task ${entry.id} was deleted meanwhile`);
    entry.addPiece(piece);
    entry.reservedBytes = Math.max(0, entry.reservedBytes - length);
    this.#emit(entry, { kind: 'piece', piece });
    return piece;
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
      this.#emit(entry, { kind: 'failed', failure });
      await onDisk(`record task ${entry.id}`, () => entry.journal.rewrite(entry.records()));
    }
    throw failure;
  }

  async #makeRoom(neededBytes: number): Promise<void> {
    const { limits, folder, diskSpace } = this.#parts;
    const { storedBytes, reservedBytes } = this.accounting();
    const chosen = chooseEvictions({
      neededBytes,
      storedBytes,
      reservedBytes,
      capacityBytes: limits.capacityBytes,
      disk: await diskSpace(folder.dir),
      highPercent: limits.diskHighPercent,
      lowPercent: limits.diskLowPercent,
      idle: this.#idle(),
    });
    for (const id of chosen) {
      const entry = this.#entries.get(id);
      if (entry !== undefined && entry.leases === 0) await this.#removeLogged(entry, 'evicted');
    }
  }

  #idle(): TaskEntry[] {
    return [...this.#entries.values()].filter(({ leases }) => leases === 0);
  }

  async #removeLogged(entry: TaskEntry, why: 'expired' | 'evicted'): Promise<void> {
    const { storedBytes, usedAtMs } = entry;
    await this.#remove(entry);
    this.#parts.log.info({ task: entry.id, storedBytes, usedAtMs }, `a task was ${why}`);
  }

  /** The journal goes first: content without one is an orphan that the next start removes. */
  async #remove(entry: TaskEntry): Promise<void> {
    entry.gone = true;
    this.#entries.delete(entry.id);
    this.#emit(entry, { kind: 'deleted' });
    entry.listeners.clear();
    await entry.settled();
    for (const file of [entry.journal.path, entry.contentPath]) {
      await rm(file, { force: true });
      this.#parts.files.forget(file);
    }
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

  #emit(entry: TaskEntry, event: StoreEvent): void {
    for (const listener of [...entry.listeners]) listener(event);
  }
}
