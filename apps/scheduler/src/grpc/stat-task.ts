import { Failure, taskId } from '@damselfly/core';
import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../shell/engine.ts';
import { sourcePiece, taskMessage } from './encode-peer.ts';
import { checkId } from './validate.ts';

/** A task with the pieces that peers at the source reported. */
export const statTask =
  ({ engine }: { engine: Engine }): UnaryHandler<scheduler.StatTaskRequest, common.Task> =>
  async (request) => {
    const id = taskId(checkId(request.taskId, 'task_id'));
    const task = engine.cluster.tasks.get(id);
    if (task === undefined) throw new Failure('notFound', `task ${id} is unknown`);
    return { ...taskMessage(task), pieces: [...task.sourcePieces.values()].map(sourcePiece) };
  };
