import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { persistentTaskMessage } from './encode.ts';
import { hostOf, refOf } from './ids.ts';

/** A persistent task with the copies that live. */
export const statPersistentTask =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.StatPersistentTaskRequest, common.PersistentTask> =>
  async (request) => {
    hostOf(request);
    return persistentTaskMessage(await replicas.statTask(refOf('persistent', request)));
  };
