import type { HostId, PeerId } from '@damselfly/core';
import type { CopyRecord, CopyState, HostRecord, ReplicatedKind, TaskRecord, TaskRef, TaskState } from './record.ts';
import type { Move } from './states.ts';

/** What became of a change: `missing` is gone or expired, `refused` is in a state the move does not start from. */
export type Moved = 'moved' | 'missing' | 'refused';

/** What else changes with a copy's state. */
export interface CopyChange {
  readonly costMs?: number;
  readonly pinned?: boolean;
}

/**
 * Metadata of replicated tasks. A task with all its copies dies at once when its time is over: from then on nothing of it
 * is found. Every method is atomic for one task. Throws `unavailable` or `storage` when the store cannot be had; the
 * change may then have been made or not. It decides nothing: who calls it knows which moves are legal.
 */
export interface ReplicaStore {
  putHost(host: HostRecord): Promise<void>;
  host(id: HostId): Promise<HostRecord | undefined>;
  /** Every host whose time is not over. */
  hosts(): Promise<HostRecord[]>;

  /** Stores a task with its first copy. An existing task must be in a state `move` starts from, and is replaced. */
  begin(task: TaskRecord, copy: CopyRecord, move: Move<TaskState>): Promise<'begun' | 'taskExists' | 'copyExists'>;
  task(ref: TaskRef): Promise<TaskRecord | undefined>;
  tasks(kind: ReplicatedKind): Promise<TaskRef[]>;
  /** Says how many copies are wanted, in whatever state the task is. */
  wantReplicas(ref: TaskRef, wanted: number, atMs: number): Promise<Moved>;
  moveTask(ref: TaskRef, move: Move<TaskState>, atMs: number): Promise<Moved>;
  /** Forgets the task and its copies, and says which there were; `undefined` for one that is not there. */
  deleteTask(ref: TaskRef): Promise<CopyRecord[] | undefined>;

  /** Stores a copy, new or in place of one with its id. False when the task is not there. */
  putCopy(ref: TaskRef, copy: CopyRecord): Promise<boolean>;
  copy(ref: TaskRef, peer: PeerId): Promise<CopyRecord | undefined>;
  copies(ref: TaskRef): Promise<CopyRecord[]>;
  moveCopy(ref: TaskRef, peer: PeerId, move: Move<CopyState>, atMs: number, change?: CopyChange): Promise<Moved>;
  /** Pins a copy in whatever state it is. */
  pinCopy(ref: TaskRef, peer: PeerId, atMs: number): Promise<Moved>;
  deleteCopy(ref: TaskRef, peer: PeerId): Promise<CopyRecord | undefined>;

  /** Lets one holder at a time look after a task, for `ttlMs`; the holder may take it again. */
  lease(ref: TaskRef, holder: string, ttlMs: number): Promise<boolean>;
  /** Gives a lease back early. */
  release(ref: TaskRef, holder: string): Promise<void>;

  close(): Promise<void>;
}
