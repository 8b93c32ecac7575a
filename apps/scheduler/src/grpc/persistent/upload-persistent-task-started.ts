import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from './ids.ts';
import { checkContent, checkReplicas, checkTtl, checkUrl } from './upload-limits.ts';

/** A host begins to import an object. Secrets of the object storage are not kept. */
export const uploadPersistentTaskStarted =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.UploadPersistentTaskStartedRequest, Empty> =>
  async (request) => {
    const nowMs = Date.now();
    const task = {
      ...refOf('persistent', request),
      url: checkUrl(request.url),
      region: request.objectStorage?.region ?? '',
      endpoint: request.objectStorage?.endpoint ?? '',
      tag: '',
      application: '',
      pieceLength: 0,
      wantedReplicas: checkReplicas(request.persistentReplicaCount),
      ...checkContent(request.contentLength, request.pieceCount),
      state: 'Uploading' as const,
      ttlMs: checkTtl(request.ttl),
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    };
    await replicas.startUpload(task, peerOf(request), hostOf(request));
    return {};
  };
