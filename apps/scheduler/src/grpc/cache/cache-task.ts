import { Failure, peerId, taskId } from '@damselfly/core';
import { common } from '@damselfly/proto';
import type { Peer } from '../../core/peer.ts';
import type { Task } from '../../core/task.ts';
import type { Engine } from '../../shell/engine.ts';
import { checkId } from '../validate.ts';

interface Named {
  readonly hostId: string;
  readonly taskId: string;
}

/** The cache task a request names; `notFound` when there is none, or one of another type. */
export function cacheTask({ cluster }: Engine, request: Named): Task {
  checkId(request.hostId, 'host_id');
  const id = taskId(checkId(request.taskId, 'task_id'));
  const task = cluster.tasks.get(id);
  if (task?.subject.type !== common.TaskType.CACHE) throw new Failure('notFound', `cache task ${id} not found`);
  return task;
}

/** The cache peer a request names. */
export function cachePeer(engine: Engine, request: Named & { readonly peerId: string }): Peer {
  const id = peerId(checkId(request.peerId, 'peer_id'));
  const peer = cacheTask(engine, request).peers.get(id);
  if (peer === undefined) throw new Failure('notFound', `cache peer ${id} not found`);
  return peer;
}
