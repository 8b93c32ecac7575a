import { Failure, taskId } from '@damselfly/core';
import { type CallContext, type Handlers, local, type ServiceBinding } from '@damselfly/proto';
import type { ReplicaBook } from '../persistent/replica-book.ts';
import type { PieceStore } from '../storage/store.ts';
import { watchTasks } from './watch-tasks.ts';

export interface LocalServiceOptions {
  readonly store: Pick<PieceStore, 'tasks'>;
  /** Persistent tasks at their schedulers. */
  readonly objects: Pick<ReplicaBook, 'delete'>;
  /** Persistent cache tasks at their schedulers. */
  readonly files: Pick<ReplicaBook, 'delete'>;
}

/** What this peer does for programs on its machine beyond Dragonfly's services, over the unix socket. */
export function localService(
  { unary, serverStream }: Handlers,
  { store, objects, files }: LocalServiceOptions,
): ServiceBinding {
  const implementation: local.LocalServiceServer = {
    watchTasks: serverStream((request: local.WatchTasksRequest, call: CallContext) => watchTasks(request, call, store)),
    deleteReplicatedTask: unary(async ({ kind, taskId: id }: local.DeleteReplicatedTaskRequest, { signal }) => {
      const task = taskId(id);
      if (kind === local.TaskKind.TASK_KIND_PERSISTENT) await objects.delete(task, signal);
      else if (kind === local.TaskKind.TASK_KIND_PERSISTENT_CACHE) await files.delete(task, signal);
      else throw new Failure('invalid', 'only persistent and persistent cache tasks are deleted everywhere');
      return {};
    }),
  };
  return { definition: local.LocalServiceService, implementation };
}
