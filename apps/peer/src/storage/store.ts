import type { Failure, PeerId, PieceSpan, TaskId } from '@damselfly/core';
import type { TaskKind } from '../transport/transport.ts';

/** What is known of a task's content when its first byte is about to be stored. */
export interface TaskSpec {
  readonly task: TaskId;
  /** Absent means `standard`. */
  readonly kind?: TaskKind;
  readonly url: string;
  readonly application: string;
  readonly tag: string;
  /** Bytes; absent while the source has not said, see `settleLength`. */
  readonly contentLength?: number;
  /** Bytes of every piece but the last. */
  readonly pieceLength: number;
  /** The source's response header, replayed to proxy clients. */
  readonly header: Readonly<Record<string, string>>;
  /** The digest of the whole content, when the task names one: `sha256:<hex>`. */
  readonly digest?: string;
  /** Lives this long instead of the configured time: after its last use, persistent kinds after creation. Milliseconds. */
  readonly ttlMs?: number;
}

/** `finished` means every piece is there and `finish` agreed; a range of the content never makes a task finished. */
export type StoredState = 'partial' | 'finished' | 'failed';

/** A task as stored, at the time of asking. */
export interface StoredTask extends TaskSpec {
  readonly state: StoredState;
  /** Why it failed; only in state `failed`. */
  readonly failure?: string;
  /** Never evicted to make room, and only its own `ttlMs` ends it. */
  readonly pinned: boolean;
  readonly finishedPieces: PieceSet;
  /** Bytes of the pieces that are there. */
  readonly storedBytes: number;
  readonly createdAtMs: number;
  /** Last open, write, local read or upload. */
  readonly usedAtMs: number;
  readonly finishedAtMs?: number;
}

/** The numbers of the pieces that are there; iterates in ascending order. It is live: look again, do not keep counts. */
export interface PieceSet extends Iterable<number> {
  readonly size: number;
  has(number: number): boolean;
}

export type TrafficType = 'backToSource' | 'remotePeer' | 'localPeer';

/** What the writer of a piece knows about its bytes. */
export interface PieceOrigin {
  /** As announced; empty or absent from a source, which announces none. */
  readonly digest?: string;
  /** CRC-32 (IEEE, unsigned) the writer computed over the bytes as they arrived. */
  readonly crc32: number;
  /** Absent: from the source. */
  readonly parent?: PeerId;
  readonly trafficType: TrafficType;
  readonly costMs: number;
}

/** A piece that is there. */
export interface StoredPiece extends PieceSpan {
  /** `crc32:<decimal>`, as the wire carries it. */
  readonly digest: string;
  readonly crc32: number;
  /** Absent: from the source. */
  readonly parent?: PeerId;
  readonly trafficType: TrafficType;
  readonly costMs: number;
  readonly createdAtMs: number;
}

/** One piece opened for reading. Its bytes stay readable until `release`, even when the task is deleted meanwhile. */
export interface PieceReading {
  readonly piece: StoredPiece;
  /** Reads from `at` bytes into the piece; resolves to how many bytes were put at the start of `into` (0 at its end). */
  read(into: Uint8Array, at: number): Promise<number>;
  /** The same at once, when the bytes are in memory; undefined when they have to be waited for, or are past its end. */
  readNow(into: Uint8Array, at: number): number | undefined;
  release(): void;
}

/** What happens to one task; delivered in order, after it is durable enough to survive the process. */
export type StoreEvent =
  | { readonly kind: 'piece'; readonly piece: StoredPiece }
  | { readonly kind: 'length'; readonly contentLength: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'deleted' };

/** Keeps a task from eviction and expiry while somebody works with it. */
export interface TaskLease {
  readonly task: StoredTask;
  /** Safe to call more than once. */
  release(): void;
}

export interface ExportRequest {
  /** Absolute path of the file to make. */
  readonly outputPath: string;
  /** Replace a file that exists; without it such a file is a `conflict`. */
  readonly overwrite?: boolean;
  /** Share the file with the store instead of copying it; fails rather than copy. Only for whole, finished tasks. */
  readonly hardLink?: boolean;
  /** Only these bytes; every piece they touch must be there. */
  readonly range?: { readonly start: number; readonly length: number };
}

export interface ImportRequest {
  /** All but the content's length, which is the file's. */
  readonly spec: Omit<TaskSpec, 'contentLength'>;
  /** Absolute path of a regular file; symbolic links are not followed. */
  readonly inputPath: string;
  /** Share the file itself where it can be, instead of its blocks or a copy; it may be changed by its owner then. */
  readonly hardLink?: boolean;
  /** `aborted` unless it is still the file that was looked at before. */
  readonly same?: SameFile;
}

/** Tells a file from another one, or from itself before a change. */
export interface SameFile {
  readonly inode: bigint;
  readonly modifiedNs: bigint;
  readonly lengthBytes: number;
}

export interface StoreAccounting {
  readonly tasks: number;
  /** Bytes of pieces on disk. */
  readonly storedBytes: number;
  /** Bytes promised to open tasks and not written yet. */
  readonly reservedBytes: number;
  /** The limit eviction keeps to; absent when only the disk limits. */
  readonly capacityBytes?: number;
}

/**
 * Keeps pieces. A piece is seen by readers only after its bytes were compared, written and recorded.
 * Methods that take a task throw `notFound` when the store has none of that id; a disk that is full, read-only or gone
 * is a `storage` failure with its remedy.
 */
export interface PieceStore {
  /**
   * Creates the task or takes up the one that is there, and holds it until the lease is released. A failed task is
   * `partial` again with the pieces it has. Makes room first by evicting tasks used longest ago.
   * A task whose content file has vanished begins anew. `conflict` when the content length or piece length differ from what is stored.
   * @param expectBytes how much will be written (a range's length); the whole content when absent.
   */
  open(spec: TaskSpec, expectBytes?: number): Promise<TaskLease>;
  /** Holds a task that is there; undefined when it is not. */
  hold(task: TaskId): TaskLease | undefined;
  task(task: TaskId): StoredTask | undefined;
  tasks(): StoredTask[];
  /** What is recorded of one piece; undefined until it is there. */
  piece(task: TaskId, number: number): StoredPiece | undefined;
  /** Says the length of a task that was opened without one. `conflict` when it has another, or pieces lie beyond it. */
  settleLength(task: TaskId, contentLength: number): Promise<void>;
  /** Says which digest `finish` will ask for, so that it is computed while the content comes. */
  expect(task: TaskId, digest: string): void;
  /**
   * Compares, writes, records; then the piece is there. A piece that is there already is left alone and returned.
   * `bytes` must not change until the promise settles. Throws `corrupt` when the digest does not fit, `invalid` when
   * the span is not one of the task's.
   */
  writePiece(task: TaskId, span: PieceSpan, bytes: Uint8Array, origin: PieceOrigin): Promise<StoredPiece>;
  /**
   * Opens a piece for reading and counts as a use. After an unclean stop, and always while the content file has a name
   * outside the store, the piece's bytes are compared first; one
   * that does not fit is dropped and `notFound`. A read the disk fails is a `storage` failure; the piece is compared then
   * and dropped when it is damaged, so that it can be fetched again.
   */
  readPiece(task: TaskId, number: number): Promise<PieceReading>;
  /** Calls `listener` for everything that happens to the task from now on; call the result to stop. */
  onPiece(task: TaskId, listener: (event: StoreEvent) => void): () => void;
  /**
   * Marks the task finished. `precondition` when pieces are missing; `corrupt` when the content has another digest than
   * the task's own or `digest`: its pieces are dropped then (unless the task was finished before) and it is failed.
   */
  finish(task: TaskId, options?: { readonly digest?: string; readonly signal?: AbortSignal }): Promise<void>;
  /** Marks the task failed; its pieces stay for the next try. */
  fail(task: TaskId, failure: Failure): Promise<void>;
  /** Keeps a task whatever room is short, or gives it back to eviction. Survives a restart. */
  pin(task: TaskId, pinned: boolean): Promise<void>;
  /**
   * Makes a finished task of a file and holds it; a task that is finished already is left as it is. Throws `invalid` when
   * there is no such file, `aborted` when it changes meanwhile, and leaves nothing behind then.
   */
  import(request: ImportRequest, signal: AbortSignal): Promise<TaskLease>;
  /** Makes a file of the content. It appears under its name complete or not at all. */
  export(task: TaskId, request: ExportRequest, signal: AbortSignal): Promise<void>;
  /** Forgets the task and removes its files; what is opened for reading stays readable. Nothing happens when absent. */
  delete(task: TaskId): Promise<void>;
  accounting(): StoreAccounting;
  close(): Promise<void>;
}
