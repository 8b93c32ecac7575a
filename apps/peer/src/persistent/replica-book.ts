import type { PeerId, TaskId } from '@damselfly/core';
import type { Duration } from '@damselfly/proto';
import type { ObjectStorage } from '../source/source.ts';
import type { TaskKind } from '../transport/transport.ts';

/** Kinds of tasks whose copies a scheduler counts and replaces. */
export type ReplicatedKind = Extract<TaskKind, 'persistent' | 'persistentCache'>;

/** What the messages of both kinds have in common. */
export interface ReplicatedTask {
  readonly contentLength: bigint;
  readonly state: string;
  readonly ttl?: Duration | undefined;
  readonly createdAt?: Date | undefined;
  readonly currentReplicaCount: bigint;
  /** Only of persistent cache tasks; objects have what their length says. */
  readonly pieceLength?: bigint;
  /** These two only of persistent cache tasks. */
  readonly tag?: string | undefined;
  readonly application?: string | undefined;
}

/** An upload as its scheduler is told of it. */
export interface ReplicaUpload {
  readonly task: TaskId;
  readonly peer: PeerId;
  /** Copies wanted, the uploader's among them. */
  readonly replicas: number;
  readonly contentLength: number;
  readonly pieceLength: number;
  readonly ttlMs: number;
  readonly url: string;
  readonly objectStorage?: ObjectStorage | undefined;
  readonly tag: string;
  readonly application: string;
}

/** The schedulers' records of replicated tasks of one kind. Throws what the scheduler answers, `unavailable` when none does. */
export interface ReplicaBook<T extends ReplicatedTask = ReplicatedTask> {
  stat(task: TaskId, signal: AbortSignal): Promise<T>;
  /** Deletes every copy, this host's too: the scheduler asks each host. */
  delete(task: TaskId, signal: AbortSignal): Promise<void>;
  /** `conflict` when the task is there or being uploaded. */
  uploadStarted(upload: ReplicaUpload, signal: AbortSignal): Promise<void>;
  /** The scheduler makes the other copies from now on. */
  uploadFinished(upload: ReplicaUpload, signal: AbortSignal): Promise<T>;
  uploadFailed(upload: ReplicaUpload, description: string, signal: AbortSignal): Promise<void>;
}
