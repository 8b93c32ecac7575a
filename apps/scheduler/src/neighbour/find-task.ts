import { hostId, taskId } from '@damselfly/core';
import { type Handlers, neighbours, type ServerStreamHandler, type ServiceBinding } from '@damselfly/proto';
import { holdersOf } from '../core/neighbours.ts';
import { checkId } from '../grpc/validate.ts';
import type { Engine } from '../shell/engine.ts';
import type { TaskWatch } from '../shell/task-watch.ts';

export interface FindTaskDeps {
  readonly engine: Engine;
  readonly watch: TaskWatch;
  /** How this scheduler is called in its neighbours' lists. */
  readonly self: () => string;
}

/** What the other schedulers of the cluster may ask. */
export function neighbourService(deps: FindTaskDeps, { serverStream }: Handlers): ServiceBinding {
  const implementation: neighbours.NeighbourServiceServer = { findTask: serverStream(findTask(deps)) };
  return { definition: neighbours.NeighbourServiceService, implementation };
}

const findTask = ({
  engine,
  watch,
  self,
}: FindTaskDeps): ServerStreamHandler<neighbours.FindTaskRequest, neighbours.FindTaskResponse> =>
  async function* ({ taskId: id, asker, hostId: host }, { signal }) {
    const task = taskId(checkId(id, 'task_id'));
    const goesFirst = checkId(asker, 'asker') < self();
    const inquiry = { task, goesFirst, host: hostId(checkId(host, 'host_id')) };
    const look = () => holdersOf(engine.cluster, inquiry, Date.now());
    let found = look();
    if (found === 'wait') yield { wait: true, holders: [] };
    while (found === 'wait') {
      await watch.change(task, signal);
      found = look();
    }
    const holders = found.map(({ peer, range, ...who }) => ({
      ...{ peerId: peer, hostId: who.host, finished: who.finished },
      range: range && { start: BigInt(range.start), length: BigInt(range.length) },
    }));
    yield { wait: false, holders };
  };
