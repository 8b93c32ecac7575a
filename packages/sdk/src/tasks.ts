import { Failure } from '@damselfly/core';
import { type common, type dfdaemon, local } from '@damselfly/proto';

/** A task on the daemon's host. */
export interface LocalTaskInfo {
  readonly id: string;
  /** Bytes; absent while the source has not said. */
  readonly contentLength?: number;
  readonly pieceLength: number;
  readonly state: 'partial' | 'finished' | 'failed';
  /** Eviction leaves it alone; only of persistent and persistent cache tasks. */
  readonly pinned: boolean;
  /** Lives this long after its creation; only of persistent and persistent cache tasks. */
  readonly ttlMs?: number;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
  readonly finishedAt?: Date;
  readonly failedAt?: Date;
}

/** A task as its scheduler knows it. */
export interface SwarmTaskInfo {
  readonly id: string;
  readonly url: string;
  readonly state: string;
  readonly contentLength: number;
  readonly pieceCount: number;
  readonly peerCount: number;
  /** Somebody can give it now. */
  readonly available: boolean;
}

/** A persistent or persistent cache task as its scheduler knows it. */
export interface ReplicatedTaskInfo {
  readonly id: string;
  /** `Pending`, `Uploading`, `Succeeded` or `Failed`. */
  readonly state: string;
  readonly wantedCopies: number;
  /** Copies that eviction leaves alone. */
  readonly pinnedCopies: number;
  readonly copies: number;
  readonly contentLength: number;
  readonly pieceCount: number;
  readonly ttlMs: number;
  readonly tag?: string;
  readonly application?: string;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
}

type LocalMessage = dfdaemon.StatLocalTaskResponse | dfdaemon.StatLocalPersistentTaskResponse;

/** Reads what a daemon says of a task on its host. */
export function localTaskInfo(message: LocalMessage): LocalTaskInfo {
  const { taskId, contentLength, pieceLength, createdAt, updatedAt, finishedAt, failedAt } = message;
  const ttl = 'ttl' in message ? message.ttl : undefined;
  return {
    id: taskId,
    pieceLength: Number(pieceLength ?? 0n),
    state: finishedAt !== undefined ? 'finished' : failedAt !== undefined ? 'failed' : 'partial',
    pinned: 'persistent' in message && message.persistent,
    ...(contentLength === undefined ? {} : { contentLength: Number(contentLength) }),
    ...(ttl === undefined ? {} : { ttlMs: Number(ttl.seconds) * 1000 }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(failedAt === undefined ? {} : { failedAt }),
  };
}

/** Reads what a scheduler says of a standard task. */
export const swarmTaskInfo = (task: common.Task): SwarmTaskInfo => ({
  id: task.id,
  url: task.url,
  state: task.state,
  contentLength: Number(task.contentLength),
  pieceCount: task.pieceCount,
  peerCount: task.peerCount,
  available: task.hasAvailablePeer,
});

/** Reads what a scheduler says of a replicated task. */
export function replicatedTaskInfo(task: common.PersistentTask | common.PersistentCacheTask): ReplicatedTaskInfo {
  const { createdAt, updatedAt } = task;
  return {
    id: task.id,
    state: task.state,
    wantedCopies: Number(task.persistentReplicaCount),
    pinnedCopies: Number(task.currentPersistentReplicaCount),
    copies: Number(task.currentReplicaCount),
    contentLength: Number(task.contentLength),
    pieceCount: task.pieceCount,
    ttlMs: Number(task.ttl?.seconds ?? 0n) * 1000,
    ...('tag' in task && task.tag ? { tag: task.tag } : {}),
    ...('application' in task && task.application ? { application: task.application } : {}),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

/** How a task on the daemon's host changed. */
export type TaskEvent =
  | {
      /** Also told of every task that is there when watching begins. */
      readonly kind: 'changed';
      readonly task: string;
      readonly family: 'standard' | 'persistent' | 'persistentCache' | 'cache';
      readonly url: string;
      readonly contentLength?: number;
      readonly storedBytes: number;
      readonly state: 'partial' | 'finished' | 'failed';
      /** Why it failed. */
      readonly failure?: string;
      readonly pinned: boolean;
    }
  | { readonly kind: 'removed'; readonly task: string };

const { TaskKind, TaskState } = local;

/** One message of changes, event by event. */
export function* taskEvents({ changed, removedTaskIds }: local.WatchTasksResponse): Generator<TaskEvent, void> {
  for (const task of changed) {
    const { contentLength, failure } = task;
    yield {
      kind: 'changed',
      task: task.taskId,
      family: familyOf(task.kind),
      url: task.url,
      storedBytes: Number(task.storedBytes),
      state: stateOf(task.state),
      pinned: task.pinned,
      ...(contentLength === undefined ? {} : { contentLength: Number(contentLength) }),
      ...(failure === '' ? {} : { failure }),
    };
  }
  for (const task of removedTaskIds) yield { kind: 'removed', task };
}

function familyOf(kind: local.TaskKind): Extract<TaskEvent, { kind: 'changed' }>['family'] {
  switch (kind) {
    case TaskKind.TASK_KIND_PERSISTENT:
      return 'persistent';
    case TaskKind.TASK_KIND_PERSISTENT_CACHE:
      return 'persistentCache';
    case TaskKind.TASK_KIND_CACHE:
      return 'cache';
    case TaskKind.TASK_KIND_STANDARD:
    case TaskKind.TASK_KIND_UNSPECIFIED:
    case TaskKind.UNRECOGNIZED:
      return 'standard';
    default:
      return kind satisfies never;
  }
}

function stateOf(state: local.TaskState): LocalTaskInfo['state'] {
  switch (state) {
    case TaskState.TASK_STATE_FINISHED:
      return 'finished';
    case TaskState.TASK_STATE_FAILED:
      return 'failed';
    case TaskState.TASK_STATE_PARTIAL:
      return 'partial';
    case TaskState.TASK_STATE_UNSPECIFIED:
    case TaskState.UNRECOGNIZED:
      throw new Failure('internal', 'the daemon names a state of a task that this client does not know');
    default:
      return state satisfies never;
  }
}
