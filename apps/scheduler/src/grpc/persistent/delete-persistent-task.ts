import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, refOf } from './ids.ts';

/** Deletes a persistent task and every copy of it. */
export const deletePersistentTask =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.DeletePersistentTaskRequest, Empty> =>
  async (request) => {
    hostOf(request);
    await replicas.deleteTask(refOf('persistent', request));
    return {};
  };
