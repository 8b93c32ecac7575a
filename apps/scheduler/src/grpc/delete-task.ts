import { Failure, hostId, taskId } from '@damselfly/core';
import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../shell/engine.ts';
import { checkId } from './validate.ts';

/** Forgets a host's copies of a task: its peer has dropped them. */
export const deleteTask =
  ({ engine }: { engine: Engine }): UnaryHandler<scheduler.DeleteTaskRequest, Empty> =>
  async (request) => {
    const host = hostId(checkId(request.hostId, 'host_id'));
    const task = taskId(checkId(request.taskId, 'task_id'));
    if (!engine.cluster.hosts.has(host)) throw new Failure('notFound', `host ${host} is unknown`);
    engine.submit({ kind: 'deleteTask', host, task });
    return {};
  };
