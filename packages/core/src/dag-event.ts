import type { HostId, PeerId, TaskId } from './ids.ts';

/** A task's life as people read it. */
export type TaskState = 'pending' | 'running' | 'succeeded' | 'failed';
/** A peer's life as people read it; the scheduler's finer states map onto these. */
export type PeerState = 'waiting' | 'downloading' | 'backToSource' | 'succeeded' | 'failed';
export type PeerKind = 'normal' | 'seed';

/** What is known of a task besides its peers. Lengths are absent until the first source answer. */
export interface TaskFacts {
  readonly url: string;
  readonly application: string;
  readonly tag: string;
  readonly digest: string;
  readonly contentLength?: number;
  readonly pieceLength?: number;
  readonly totalPieces?: number;
  readonly state: TaskState;
  readonly createdAtMs: number;
}

/** One piece that finished, at `atMs`, after `costMs` of request, transfer, check and write. */
export interface PieceArrival {
  readonly piece: number;
  readonly bytes: number;
  readonly costMs: number;
  readonly atMs: number;
}

/** One change of one task's DAG, in the order the scheduler decided it. `parent: null` is the source, the peer itself: it had the piece before. */
export type DagEvent =
  | { readonly kind: 'taskChanged'; readonly task: TaskFacts; readonly atMs: number }
  | {
      readonly kind: 'peerJoined';
      readonly peer: PeerId;
      readonly host: HostId;
      readonly hostname: string;
      readonly idc: string;
      readonly peerKind: PeerKind;
      readonly atMs: number;
    }
  | {
      readonly kind: 'peerStateChanged';
      readonly peer: PeerId;
      readonly state: PeerState;
      readonly reason: string;
      readonly atMs: number;
    }
  | {
      readonly kind: 'parentsChanged';
      readonly peer: PeerId;
      readonly parents: readonly PeerId[];
      readonly atMs: number;
    }
  | {
      readonly kind: 'piecesFinished';
      readonly peer: PeerId;
      readonly parent: PeerId | null;
      readonly pieces: number;
      readonly bytes: number;
      readonly costMs: number;
      /** Each of them, in the order of arrival; fewer than `pieces` when the scheduler does not tell of all. */
      readonly arrivals?: readonly PieceArrival[];
      readonly atMs: number;
    }
  | {
      readonly kind: 'pieceFailed';
      readonly peer: PeerId;
      readonly parent: PeerId | null;
      readonly piece?: number;
      readonly reason: string;
      readonly atMs: number;
    }
  | { readonly kind: 'peerLeft'; readonly peer: PeerId; readonly atMs: number };

/** A run of events of one task; sequences count from 1 and never repeat while a scheduler lives. */
export interface DagBatch {
  readonly task: TaskId;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly atMs: number;
  readonly events: readonly DagEvent[];
}
