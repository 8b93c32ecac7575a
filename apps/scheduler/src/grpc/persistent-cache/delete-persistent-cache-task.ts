import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, refOf } from '../persistent/ids.ts';

/** Deletes a persistent cache task and every copy of it. */
export const deletePersistentCacheTask =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.DeletePersistentCacheTaskRequest, Empty> =>
  async (request) => {
    hostOf(request);
    await replicas.deleteTask(refOf('persistentCache', request));
    return {};
  };
