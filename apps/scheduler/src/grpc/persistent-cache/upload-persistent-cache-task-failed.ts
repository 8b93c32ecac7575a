import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from '../persistent/ids.ts';

/** The import broke off; the task can be uploaded again. */
export const uploadPersistentCacheTaskFailed =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.UploadPersistentCacheTaskFailedRequest, Empty> =>
  async (request) => {
    hostOf(request);
    await replicas.failUpload(refOf('persistentCache', request), peerOf(request));
    return {};
  };
