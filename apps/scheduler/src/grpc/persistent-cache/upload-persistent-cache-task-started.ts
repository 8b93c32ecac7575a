import type { Empty, scheduler, UnaryHandler } from '@damselfly/proto';
import type { Replicas } from '../../persistent/replicas.ts';
import { hostOf, peerOf, refOf } from '../persistent/ids.ts';
import { checkContent, checkPieceLength, checkReplicas, checkTtl } from '../persistent/upload-limits.ts';

/** A host begins to import a file. */
export const uploadPersistentCacheTaskStarted =
  ({ replicas }: { replicas: Replicas }): UnaryHandler<scheduler.UploadPersistentCacheTaskStartedRequest, Empty> =>
  async (request) => {
    const nowMs = Date.now();
    const task = {
      ...refOf('persistentCache', request),
      url: '',
      region: '',
      endpoint: '',
      tag: request.tag ?? '',
      application: request.application ?? '',
      pieceLength: checkPieceLength(request.pieceLength),
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
