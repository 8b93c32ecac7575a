import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from './ids.ts';

/** The import broke off; the task can be uploaded again. */
export const uploadPersistentTaskFailed =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.UploadPersistentTaskFailedRequest, Empty> =>
  async (request) => {
    hostOf(request);
    await replicas.failUpload(refOf('persistent', request), peerOf(request));
    return {};
  };
