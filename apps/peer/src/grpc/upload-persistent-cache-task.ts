import { type PeerId, pieceLengthFor } from '@damselfly/core';
import { withTimeout } from '@damselfly/core/node';
import type { CallContext, common, dfdaemon } from '@damselfly/proto';
import { callerNamed } from '../callers/caller.ts';
import { checkOwner } from '../callers/rights.ts';
import { hashInput, lookAtInput } from '../persistent/input-file.ts';
import { type ReplicaUploadParts, uploadReplica } from '../persistent/replica-upload.ts';
import { namedTaskId, persistentCacheTaskId } from '../persistent/task-ids.ts';
import { timeoutMsOf } from './download-codec.ts';
import { chosenPieceLength, replicasOf, ttlMsOf, uploadTimeoutMs } from './upload-limits.ts';

export interface UploadOptions<T extends common.PersistentTask | common.PersistentCacheTask>
  extends ReplicaUploadParts<T> {
  readonly makePeerId: () => PeerId;
  /** Of an upload that does not say how long it lives. */
  readonly usualTtlMs: number;
}

/** The UploadPersistentCacheTask call: a file of this machine, kept by as many hosts as asked for. */
export async function uploadPersistentCacheTask(
  request: dfdaemon.UploadPersistentCacheTaskRequest,
  { signal: left, peer: callerText }: Pick<CallContext, 'signal' | 'peer'>,
  options: UploadOptions<common.PersistentCacheTask>,
): Promise<common.PersistentCacheTask> {
  const { path, contentForCalculatingTaskId: name, tag = '', application = '' } = request;
  options.admit({ kind: 'persistentCache', url: '', tag, application });
  const [ttlMs, replicas, chosen] = [
    ttlMsOf(request, options.usualTtlMs),
    replicasOf(request),
    chosenPieceLength(request),
  ];
  const limitMs = uploadTimeoutMs(timeoutMsOf(request));
  return withTimeout(limitMs, `the upload took longer than ${limitMs} ms`, left, async (signal) => {
    const input = await lookAtInput(path);
    checkOwner(path, input.ownerUid, callerNamed(callerText));
    const task = name
      ? namedTaskId(name)
      : persistentCacheTaskId(await hashInput(input, signal), { tag, application, pieceLength: chosen });
    const contentLength = input.lengthBytes;
    const pieceLength = chosen ?? pieceLengthFor(contentLength);
    const peer = options.makePeerId();
    const upload = { task, peer, replicas, contentLength, pieceLength, ttlMs, url: '', tag, application };
    return uploadReplica(upload, input, options, signal);
  });
}
