import { Failure, type PieceSpan, pieceCount, pieceSpan, pieceSpans, type TaskId } from '@damselfly/core';
import type { Journal } from './journal.ts';
import { type JournalRecord, pieceOfRecord, recordOfPiece, recordOfTask, specOfRecord } from './journal-record.ts';
import { PieceBitmap } from './piece-bitmap.ts';
import { SerialQueue } from './serial-queue.ts';
import type { StoredPiece, StoredState, StoredTask, StoreEvent, TaskLease, TaskSpec } from './store.ts';

/** Bytes of all tasks together, kept up to date by each. */
export class ByteTally {
  storedBytes = 0;
  reservedBytes = 0;
}

/** One task in memory: what its journal says, and who is interested in it. It does no I/O. */
export class TaskEntry {
  readonly id: TaskId;
  readonly contentPath: string;
  readonly journal: Journal;
  /** Keeps one write in flight to the content file. */
  readonly writes = new SerialQueue();
  /** Pieces being written, so that a second writer waits for the first. */
  readonly writing = new Map<number, Promise<StoredPiece>>();
  /** Pieces being compared before they are first served. */
  readonly comparing = new Map<number, Promise<void>>();
  /** Pieces of a run that did not stop cleanly: what they hold is compared before anybody gets it. */
  readonly unverified = new Set<number>();
  /** When each piece was last written or read, as the page cache counts. */
  readonly passedAt = new Map<number, number>();
  readonly listeners = new Set<(event: StoreEvent) => void>();
  /** Digests the whole content was compared with and agreed. */
  readonly agreedDigests = new Set<string>();
  readonly bitmap = new PieceBitmap();
  readonly createdAtMs: number;
  state: StoredState = 'partial';
  failure: string | undefined;
  usedAtMs: number;
  recordedUseMs: number;
  finishedAtMs: number | undefined;
  leases = 0;
  /** How often pieces were dropped: what was computed from them before is void. */
  dropped = 0;
  /** Kept whatever room is short. */
  pinned = false;
  /** The content file has a name outside the store, or may have: it is not ours alone. */
  shared = false;
  /** Resolves to false when the task is deleted. */
  readonly left: Promise<false>;
  #leave: () => void = () => undefined;
  #gone = false;
  #storedBytes = 0;
  #reservedBytes = 0;
  readonly #tally: ByteTally;
  #spec: TaskSpec;
  readonly #pieces = new Map<number, StoredPiece>();

  constructor(spec: TaskSpec, contentPath: string, journal: Journal, createdAtMs: number, tally: ByteTally) {
    this.#tally = tally;
    this.left = new Promise((resolve) => {
      this.#leave = () => resolve(false);
    });
    this.#spec = spec;
    this.id = spec.task;
    this.contentPath = contentPath;
    this.journal = journal;
    this.createdAtMs = createdAtMs;
    this.usedAtMs = createdAtMs;
    this.recordedUseMs = createdAtMs;
  }

  /** Replays a journal. Undefined when it does not even say which task it is. */
  static restore(
    contentPath: string,
    journal: Journal,
    records: readonly JournalRecord[],
    tally: ByteTally,
  ): TaskEntry | undefined {
    const [first, ...rest] = records;
    if (first?.is !== 'task') return undefined;
    const entry = new TaskEntry(specOfRecord(first), contentPath, journal, first.atMs, tally);
    for (const record of rest) entry.#replay(record);
    entry.recordedUseMs = entry.usedAtMs;
    return entry;
  }

  get spec(): TaskSpec {
    return this.#spec;
  }

  /** Bytes of the pieces that are there. */
  get storedBytes(): number {
    return this.#storedBytes;
  }

  /** Bytes promised to whoever holds the task. */
  get reservedBytes(): number {
    return this.#reservedBytes;
  }

  /** Deleted: whoever still holds it must not touch files by their names any more. */
  get gone(): boolean {
    return this.#gone;
  }

  /** A file that is still written to is open already for that. */
  get readMode(): 'r' | 'r+' {
    return this.state === 'finished' || this.shared ? 'r' : 'r+';
  }

  /** Nobody works with it. */
  get idle(): boolean {
    return this.leases === 0 && this.writing.size === 0;
  }

  /**
   * When its time is up. Persistent kinds live from their creation, others from their last use; a pinned task only has
   * the time it came with.
   */
  expiresAtMs(ttlMs: number): number {
    const { kind = 'standard', ttlMs: own } = this.#spec;
    if (this.pinned && own === undefined) return Number.POSITIVE_INFINITY;
    const counted = this.pinned || kind === 'persistent' || kind === 'persistentCache';
    return (counted ? this.createdAtMs : this.usedAtMs) + (own ?? ttlMs);
  }

  /** Promises room to whoever holds the task. */
  reserve(bytes: number): void {
    this.#count(0, bytes);
  }

  /** Some of what was promised has been written. */
  spend(bytes: number): void {
    this.#count(0, -Math.min(bytes, this.#reservedBytes));
  }

  /** The task is deleted: its bytes count no more. */
  leave(): void {
    this.#count(-this.#storedBytes, -this.#reservedBytes);
    this.#gone = true;
    this.#leave();
  }

  emit(event: StoreEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  piece(number: number): StoredPiece | undefined {
    return this.#pieces.get(number);
  }

  addPiece(piece: StoredPiece): void {
    if (this.#pieces.has(piece.number)) return;
    this.#pieces.set(piece.number, piece);
    this.bitmap.add(piece.number);
    this.#count(piece.length, 0);
    this.usedAtMs = Math.max(this.usedAtMs, piece.createdAtMs);
    this.recordedUseMs = Math.max(this.recordedUseMs, piece.createdAtMs);
  }

  dropPiece(number: number): void {
    const piece = this.#pieces.get(number);
    if (piece === undefined) return;
    this.#pieces.delete(number);
    this.dropped += 1;
    this.bitmap.delete(number);
    this.unverified.delete(number);
    this.agreedDigests.clear();
    this.#dropBytes(piece.length);
    if (this.state === 'finished') this.state = 'partial';
  }

  dropAllPieces(): void {
    this.dropped += 1;
    this.#pieces.clear();
    this.bitmap.clear();
    this.unverified.clear();
    this.agreedDigests.clear();
    this.#dropBytes(this.#storedBytes);
  }

  setLength(contentLength: number): void {
    this.#spec = { ...this.#spec, contentLength };
  }

  /** False when it was finished before, or has lost a piece since it was complete. */
  markFinished(atMs: number): boolean {
    if (this.state === 'finished' || !this.complete) return false;
    this.state = 'finished';
    this.failure = undefined;
    this.finishedAtMs = atMs;
    return true;
  }

  markFailed(why: string): void {
    this.state = 'failed';
    this.failure = why;
  }

  reopen(): void {
    if (this.state === 'failed') this.state = 'partial';
    this.failure = undefined;
  }

  /** True when every byte of the content is there. */
  get complete(): boolean {
    const { contentLength, pieceLength } = this.#spec;
    return contentLength !== undefined && this.bitmap.size === pieceCount(contentLength, pieceLength);
  }

  /** Throws `invalid` when the span is not one of this task's pieces. */
  checkSpan(span: PieceSpan): void {
    const { contentLength, pieceLength } = this.#spec;
    const fits =
      contentLength === undefined
        ? span.offset === span.number * pieceLength && span.length > 0 && span.length <= pieceLength
        : sameSpan(span, pieceSpan(span.number, contentLength, pieceLength));
    if (fits && Number.isSafeInteger(span.number) && span.number >= 0 && span.number < maxPieces) return;
    throw new Failure(
      'invalid',
      `piece ${span.number} at ${span.offset} of ${span.length} bytes is none of ${this.id}`,
    );
  }

  /** Throws `conflict` when `wanted` describes other content than what is stored. */
  checkSame(wanted: TaskSpec): void {
    const { contentLength, pieceLength } = this.#spec;
    if (contentLength !== undefined && wanted.contentLength !== undefined && contentLength !== wanted.contentLength) {
      const lengths = `${contentLength} bytes, now ${wanted.contentLength}`;
      throw new Failure('conflict', `the content of task ${this.id} has changed: it had ${lengths}; delete the task`);
    }
    if (pieceLength === wanted.pieceLength) return;
    const pieces = `pieces of ${pieceLength} bytes, not ${wanted.pieceLength}`;
    throw new Failure('conflict', `task ${this.id} is stored in ${pieces}; delete it first`);
  }

  /** Throws `conflict` when a content of this length cannot have the pieces that are there. */
  checkLength(contentLength: number): void {
    const known = this.#spec.contentLength;
    const spans = pieceSpans(contentLength, this.#spec.pieceLength);
    const fits = [...this.bitmap].every((number) => spans[number]?.length === this.#pieces.get(number)?.length);
    if ((known === undefined || known === contentLength) && fits) return;
    throw new Failure(
      'conflict',
      `task ${this.id} cannot have ${contentLength} bytes: it has ${known ?? 'other pieces'}`,
    );
  }

  /** Keeps the task until released. */
  lease(): TaskLease {
    const snapshot = () => this.snapshot();
    this.leases += 1;
    let held = true;
    return {
      get task() {
        return snapshot();
      },
      release: () => {
        if (!held) return;
        held = false;
        this.leases -= 1;
        if (this.leases === 0) this.#count(0, -this.#reservedBytes);
      },
    };
  }

  /** Resolves when everything under way at the time of asking has reached the files or failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.writing.values());
    await this.writes.drained();
    await this.journal.drained();
  }

  /** True when rewriting would make the journal much shorter. */
  get journalIsWasteful(): boolean {
    return this.journal.recordCount > 2 * this.bitmap.size + 64;
  }

  /** A journal that says the same in the fewest records. */
  records(): JournalRecord[] {
    const records: JournalRecord[] = [recordOfTask(this.#spec, this.createdAtMs)];
    for (const number of this.bitmap) {
      const piece = this.#pieces.get(number);
      if (piece !== undefined) records.push(recordOfPiece(piece));
    }
    if (this.state === 'finished') records.push({ is: 'finished', atMs: this.finishedAtMs ?? this.usedAtMs });
    if (this.state === 'failed') records.push({ is: 'failed', why: this.failure ?? '' });
    if (this.shared) records.push({ is: 'shared', shared: true });
    if (this.pinned) records.push({ is: 'pinned', pinned: true });
    records.push({ is: 'used', atMs: this.usedAtMs });
    return records;
  }

  snapshot(): StoredTask {
    return {
      ...this.#spec,
      state: this.state,
      ...(this.failure === undefined ? {} : { failure: this.failure }),
      pinned: this.pinned,
      finishedPieces: this.bitmap,
      storedBytes: this.storedBytes,
      createdAtMs: this.createdAtMs,
      usedAtMs: this.usedAtMs,
      ...(this.finishedAtMs === undefined ? {} : { finishedAtMs: this.finishedAtMs }),
    };
  }

  /** Whoever holds the task may write them again: their room stays promised. */
  #dropBytes(bytes: number): void {
    this.#count(-bytes, this.leases > 0 ? bytes : 0);
  }

  #count(stored: number, reserved: number): void {
    if (this.#gone) return;
    this.#storedBytes += stored;
    this.#reservedBytes += reserved;
    this.#tally.storedBytes += stored;
    this.#tally.reservedBytes += reserved;
  }

  #replay(record: JournalRecord): void {
    switch (record.is) {
      case 'task':
        return;
      case 'piece':
        this.addPiece(pieceOfRecord(record));
        return;
      case 'lost':
        this.dropPiece(record.number);
        return;
      case 'length':
        this.setLength(record.contentLength);
        return;
      case 'finished':
        this.markFinished(record.atMs);
        return;
      case 'failed':
        this.markFailed(record.why);
        return;
      case 'reopened':
        this.reopen();
        return;
      case 'reset':
        this.dropAllPieces();
        return;
      case 'pinned':
        this.pinned = record.pinned;
        return;
      case 'shared':
        this.shared = record.shared;
        return;
      case 'used':
        this.usedAtMs = Math.max(this.usedAtMs, record.atMs);
        return;
      default:
        record satisfies never;
    }
  }
}

/** 64 TiB in the smallest pieces; bounds the bitmap while a content's length is unknown. */
const maxPieces = 2 ** 24;

const sameSpan = (a: PieceSpan, b: PieceSpan) => a.offset === b.offset && a.length === b.length;
