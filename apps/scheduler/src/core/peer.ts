import type { PeerId, PeerState } from '@damselfly/core';
import type { Edge } from './dag.ts';
import type { Host } from './host.ts';
import { PieceSet } from './piece-set.ts';
import type { Task } from './task.ts';

/** Names one announce stream while the process lives; a peer that registers again gets a new one. */
export type StreamId = number;

/** Bytes `[start, start + length)` of the content. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** Wire names: Pending, ReceivedNormal, Running, BackToSource, Succeeded, Failed. */
export type PeerPhase = 'pending' | 'received' | 'running' | 'backToSource' | 'succeeded' | 'failed';

/** For those that no seed is asked for: nobody reads it. */
export const noDownload = (): Uint8Array => new Uint8Array();

/** How a peer wants its content; levels are Dragonfly's `Priority`. */
export interface Wishes {
  readonly priority: number;
  /** Absent: the whole content. */
  readonly range?: ByteRange;
  readonly concurrentPieces: number;
  readonly needBackToSource: boolean;
  readonly disableBackToSource: boolean;
  /** The `common.v2.Download` to be handed on to a seed, as it came. Encoded for the few peers of which that is asked. */
  readonly encodeDownload: () => Uint8Array;
}

/** One download of one task on one host. */
export interface Peer {
  readonly id: PeerId;
  readonly task: Task;
  readonly host: Host;
  phase: PeerPhase;
  wishes: Wishes;
  stream: StreamId | undefined;
  /** In-edges, at most the candidate parent limit. */
  parents: Edge[];
  /** Out-edges; order means nothing. */
  children: Edge[];
  /** Place in the task's topological order: behind every parent, so that whoever stands before it is no descendant. */
  order: number;
  /** Hops to data over the longest way, as far as it was looked at. */
  level: number;
  /** Stamp of the last graph walk that came by. */
  mark: number;
  /** True while it has children but neither parents nor data: what hangs below has lost its root. */
  orphan: boolean;
  /** Place in the task's pool of possible parents; -1 outside. */
  poolIndex: number;
  readonly pieces: PieceSet;
  /** Parents not to be offered before the given time; most peers never have any. */
  blocks: Map<PeerId, number> | undefined;
  /** When it began to wait for an answer; `undefined` while it does not wait. */
  parkedAtMs: number | undefined;
  /** When it last registered or asked for other parents. */
  askedAtMs: number;
  /** Parents it got unasked since then, and when the last one came. */
  reliefs: number;
  relievedAtMs: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
  progressAtMs: number;
  alarmAtMs: number;
}

export const newPeer = (
  id: PeerId,
  task: Task,
  host: Host,
  wishes: Wishes,
  stream: StreamId | undefined,
  nowMs: number,
): Peer => ({
  id,
  task,
  host,
  phase: 'pending',
  wishes,
  stream,
  parents: [],
  children: [],
  order: 0,
  level: 0,
  mark: 0,
  orphan: false,
  poolIndex: -1,
  pieces: new PieceSet(),
  blocks: undefined,
  parkedAtMs: undefined,
  askedAtMs: nowMs,
  reliefs: 0,
  relievedAtMs: 0,
  createdAtMs: nowMs,
  updatedAtMs: nowMs,
  progressAtMs: nowMs,
  alarmAtMs: Number.POSITIVE_INFINITY,
});

/** True for a peer that has the content, or takes it from the source: a root of the DAG. */
export const isRoot = (peer: Peer): boolean => peer.phase === 'succeeded' || peer.phase === 'backToSource';

/** True once nothing more will come from the peer's stream. */
export const isOver = (peer: Peer): boolean => peer.phase === 'succeeded' || peer.phase === 'failed';

/** True when all that `child` wants is what `parent` has or fetches. */
export function covers(parent: Peer, child: Peer): boolean {
  const has = parent.wishes.range;
  if (has === undefined) return true;
  const wants = child.wishes.range;
  return wants !== undefined && wants.start >= has.start && wants.start + wants.length <= has.start + has.length;
}

/** The state people read for a phase. */
export function readableState(phase: PeerPhase): PeerState {
  switch (phase) {
    case 'pending':
      return 'waiting';
    case 'received':
    case 'running':
      return 'downloading';
    case 'backToSource':
    case 'succeeded':
    case 'failed':
      return phase;
    default:
      return phase satisfies never;
  }
}
