import { hostId } from '@damselfly/core';
import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../../shell/engine.ts';
import { deleteTask } from '../delete-task.ts';
import { checkId } from '../validate.ts';
import { cacheTask } from './cache-task.ts';

/** Forgets a host's copies of a cache task. */
export const deleteCacheTask = (deps: { engine: Engine }): UnaryHandler<scheduler.DeleteCacheTaskRequest, Empty> => {
  const forget = deleteTask(deps);
  return async (request, context) => {
    if (deps.engine.cluster.hosts.has(hostId(checkId(request.hostId, 'host_id')))) cacheTask(deps.engine, request);
    return await forget(request, context);
  };
};
