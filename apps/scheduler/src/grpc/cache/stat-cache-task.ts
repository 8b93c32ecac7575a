import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Engine } from '../../shell/engine.ts';
import { statTask } from '../stat-task.ts';
import { cacheTask } from './cache-task.ts';

/** A cache task with the pieces that peers at the source reported. */
export const statCacheTask = (deps: {
  engine: Engine;
}): UnaryHandler<scheduler.StatCacheTaskRequest, common.CacheTask> => {
  const stat = statTask(deps);
  return async (request, context) => {
    cacheTask(deps.engine, request);
    return await stat(request, context);
  };
};
