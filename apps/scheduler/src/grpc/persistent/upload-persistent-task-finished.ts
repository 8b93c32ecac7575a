import type { common, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { persistentTaskMessage } from './encode.ts';
import { hostOf, peerOf, refOf } from './ids.ts';

/** The import is complete; copies are made from now on. */
export const uploadPersistentTaskFinished =
  ({
    replicas,
  }: {
    replicas: Replicas;
  }): UnaryHandler<scheduler.UploadPersistentTaskFinishedRequest, common.PersistentTask> =>
  async (request) => {
    hostOf(request);
    return persistentTaskMessage(await replicas.finishUpload(refOf('persistent', request), peerOf(request)));
  };
