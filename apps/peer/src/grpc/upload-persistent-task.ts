import { Failure, pieceLengthFor } from '@damselfly/core';
import { withTimeout } from '@damselfly/core/node';
import type { CallContext, common, dfdaemon } from '@damselfly/proto';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { callerNamed } from '../callers/caller.ts';
import { checkOwner } from '../callers/rights.ts';
import { lookAtInput } from '../persistent/input-file.ts';
import { uploadReplica } from '../persistent/replica-upload.ts';
import { storedContent } from '../persistent/stored-content.ts';
import { persistentTaskId } from '../persistent/task-ids.ts';
import type { Source, SourceRequest } from '../source/source.ts';
import { timeoutMsOf } from './download-codec.ts';
import { replicasOf, ttlMsOf, uploadTimeoutMs } from './upload-limits.ts';
import type { UploadOptions } from './upload-persistent-cache-task.ts';

export interface UploadObjectOptions extends UploadOptions<common.PersistentTask> {
  readonly source: Source;
  readonly buffers: BufferPool;
}

/** The UploadPersistentTask call: a file of this machine, written to its object store and kept by hosts. */
export async function uploadPersistentTask(
  request: dfdaemon.UploadPersistentTaskRequest,
  { signal: left, peer: callerText }: Pick<CallContext, 'signal' | 'peer'>,
  options: UploadObjectOptions,
): Promise<common.PersistentTask> {
  const { url, path, objectStorage } = request;
  if (!URL.canParse(url)) throw new Failure('invalid', `"${url}" is no URL`);
  options.admit({ kind: 'persistent', url, tag: '', application: '' });
  const [ttlMs, replicas] = [ttlMsOf(request, options.usualTtlMs), replicasOf(request)];
  const limitMs = uploadTimeoutMs(timeoutMsOf(request));
  return withTimeout(limitMs, `the upload took longer than ${limitMs} ms`, left, async (signal) => {
    const input = await lookAtInput(path);
    checkOwner(path, input.ownerUid, callerNamed(callerText));
    const { source, makePeerId } = options;
    const object: SourceRequest = { url, header: {}, objectStorage };
    await checkAbsent(source, object, signal);
    const task = persistentTaskId({ url, region: objectStorage?.region, endpoint: objectStorage?.endpoint });
    const contentLength = input.lengthBytes;
    const pieceLength = pieceLengthFor(contentLength);
    const names = { task, peer: makePeerId(), url, objectStorage, tag: '', application: '' };
    const upload = { ...names, replicas, contentLength, pieceLength, ttlMs };
    return uploadReplica(upload, input, options, signal, async () => {
      if (source.put === undefined) throw new Failure('unimplemented', `${url} cannot be written by this daemon`);
      await source.put({ ...object, contentLength, chunks: storedContent(task, options, signal) }, signal);
    });
  });
}

/** Refuses what would replace an object. */
async function checkAbsent(source: Source, object: SourceRequest, signal: AbortSignal): Promise<void> {
  try {
    await source.stat(object, signal);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.code === 'notFound' || failure.origin?.statusCode === 404) return;
    throw failure;
  }
  throw new Failure('conflict', `${object.url} is there already; delete it or choose another name`);
}
