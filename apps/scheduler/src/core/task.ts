import type { HostId, PeerId, TaskId, TaskState } from '@damselfly/core';
import { type Lookup, noLookup } from './lookup.ts';
import type { Peer } from './peer.ts';
import { Pool } from './pool.ts';

/** What names and describes a task's content. */
export interface TaskSubject {
  /** Number of `common.v2.TaskType`. */
  readonly type: number;
  readonly url: string;
  readonly tag: string;
  readonly application: string;
  readonly digest: string;
  readonly filteredQueryParams: readonly string[];
}

/** Bytes and pieces of the content, as a peer learnt them from the source. */
export interface Lengths {
  readonly contentBytes: number;
  readonly pieceBytes: number;
  readonly pieces: number;
}

/** A piece as a peer that went to the source described it. */
export interface PieceFacts {
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly digest: string;
  readonly costMs: number;
  readonly createdAtMs: number;
}

/**
 * The right to fetch a task from its source. `triggered`: a seed was asked and has not registered yet; `granted`: a peer
 * was told to go and has not begun; `fetching`: it has. The holder loses it at `deadlineMs` unless it moves on before.
 */
export type Lease =
  | { readonly stage: 'triggered'; readonly host: HostId; readonly deadlineMs: number }
  | { readonly stage: 'granted'; readonly peer: Peer; readonly deadlineMs: number }
  | { readonly stage: 'fetching'; readonly peer: Peer; deadlineMs: number };

/** One content and everybody who wants or has it. */
export interface Task {
  readonly id: TaskId;
  subject: TaskSubject;
  state: TaskState;
  lengths: Lengths | undefined;
  readonly peers: Map<PeerId, Peer>;
  readonly pool: Pool;
  /** Peers without an answer, longest wait first; one that asked in vain goes to the end. */
  readonly parked: Set<Peer>;
  /** Parked peers still to be asked after the last change for the better. */
  untried: number;
  readonly leases: Set<Lease>;
  /** What the other schedulers were asked and answered. */
  lookup: Lookup;
  /** Its place in the line for the next token; `undefined` while it stands in none. */
  tokenAtMs: number | undefined;
  /** Seeds not to be asked before the given time. */
  readonly restingSeeds: Map<HostId, number>;
  readonly sourcePieces: Map<number, PieceFacts>;
  /** How many peers are kept out of the pool because their hosts are busy. */
  held: number;
  /** How many peers are orphans; while 0, every peer with a parent has a path to data. */
  orphans: number;
  /** Ends of the topological order. */
  firstOrder: number;
  lastOrder: number;
  /** Last stamp given to a graph walk. */
  walk: number;
  /** Sequence of the last published event. */
  seq: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
  alarmAtMs: number;
}

/** `afterSeq` is where the task's sequence goes on, so that no number is used twice under one id. */
export const newTask = (id: TaskId, subject: TaskSubject, afterSeq: number, nowMs: number): Task => ({
  id,
  subject,
  state: 'pending',
  lengths: undefined,
  peers: new Map(),
  pool: new Pool(),
  parked: new Set(),
  untried: 0,
  leases: new Set(),
  lookup: noLookup,
  tokenAtMs: undefined,
  restingSeeds: new Map(),
  sourcePieces: new Map(),
  held: 0,
  orphans: 0,
  firstOrder: 0,
  lastOrder: 0,
  walk: 0,
  seq: afterSeq,
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
  alarmAtMs: Number.POSITIVE_INFINITY,
});
