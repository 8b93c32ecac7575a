import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, refOf } from '../persistent/ids.ts';
import { persistentCacheTaskMessage } from './encode.ts';

/** A persistent cache task with the copies that live. */
export const statPersistentCacheTask =
  ({
    replicas,
  }: {
    replicas: Replicas;
  }): UnaryHandler<scheduler.StatPersistentCacheTaskRequest, common.PersistentCacheTask> =>
  async (request) => {
    hostOf(request);
    return persistentCacheTaskMessage(await replicas.statTask(refOf('persistentCache', request)));
  };
