import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from '../persistent/ids.ts';
import { persistentCacheTaskMessage } from './encode.ts';

/** The import is complete; copies are made from now on. */
export const uploadPersistentCacheTaskFinished =
  ({
    replicas,
  }: {
    replicas: Replicas;
  }): UnaryHandler<scheduler.UploadPersistentCacheTaskFinishedRequest, common.PersistentCacheTask> =>
  async (request) => {
    hostOf(request);
    return persistentCacheTaskMessage(await replicas.finishUpload(refOf('persistentCache', request), peerOf(request)));
  };
