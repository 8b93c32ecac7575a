import type { HostId, PeerId, TaskId } from '@damselfly/core';

/** The two task types whose copies are counted. Number of `common.v2.TaskType`: 1 and 2. */
export type ReplicatedKind = 'persistent' | 'persistentCache';

export const replicatedKinds: readonly ReplicatedKind[] = ['persistent', 'persistentCache'];

/** Names a replicated task: both kinds have ids of their own. */
export interface TaskRef {
  readonly kind: ReplicatedKind;
  readonly id: TaskId;
}

/** Dragonfly's names of a replicated task's states, as they go out on the wire. */
export type TaskState = 'Pending' | 'Uploading' | 'Succeeded' | 'Failed';

/** Dragonfly's names of the states of a copy. */
export type CopyState =
  | 'Pending'
  | 'Uploading'
  | 'ReceivedEmpty'
  | 'ReceivedNormal'
  | 'Running'
  | 'Succeeded'
  | 'Failed';

/** A replicated task as it was uploaded. Lengths are bytes. */
export interface TaskRecord extends TaskRef {
  readonly url: string;
  readonly region: string;
  readonly endpoint: string;
  readonly tag: string;
  readonly application: string;
  /** Copies that eviction leaves alone, wanted. */
  readonly wantedReplicas: number;
  /** 0: not said. */
  readonly pieceLength: number;
  readonly contentLength: number;
  readonly pieceCount: number;
  readonly state: TaskState;
  readonly ttlMs: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** One host's copy of a replicated task: `Persistent…Peer` on the wire. */
export interface CopyRecord {
  readonly peer: PeerId;
  readonly host: HostId;
  /** Eviction leaves the copy alone: it counts as a replica. */
  readonly pinned: boolean;
  readonly state: CopyState;
  readonly concurrentPieces: number;
  /** From registration to the end. */
  readonly costMs: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What placing copies needs to know of a host. */
export interface HostRecord {
  readonly id: HostId;
  readonly ip: string;
  readonly downloadPort: number;
  readonly idc: string;
  readonly diskFreeBytes: number;
  /** Takes no copies for others. */
  readonly disableShared: boolean;
  /** It has said goodbye or is being emptied: its copies count until `expiresAtMs`, for it may stay, but it gets none. */
  readonly leaving: boolean;
  readonly expiresAtMs: number;
}

export const expiresAtMs = ({ createdAtMs, ttlMs }: TaskRecord): number => createdAtMs + ttlMs;
