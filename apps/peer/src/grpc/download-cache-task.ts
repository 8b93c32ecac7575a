import { Failure, type HostId } from '@damselfly/core';
import { type CallContext, common, type dfdaemon, wantsOrder } from '@damselfly/proto';
import type { DownloadRequest } from '../download/download-request.ts';
import { cacheTaskId } from '../persistent/task-ids.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { outputFileOf, requestOf, timeoutMsOf } from './download-codec.ts';
import { startedMessage } from './download-task.ts';

export interface DownloadCacheTaskOptions extends DeliverParts {
  readonly host: HostId;
}

type Response = dfdaemon.DownloadCacheTaskResponse;

/** The DownloadCacheTask call: like a standard task's, but only who asks for it is sent to the source. */
export async function* downloadCacheTask(
  wanted: dfdaemon.DownloadCacheTaskRequest,
  call: Pick<CallContext, 'signal' | 'metadata' | 'peer'>,
  options: DownloadCacheTaskOptions,
): AsyncGenerator<Response> {
  const { _unknownFields: _, ...known } = wanted;
  const download: common.Download = { ...common.Download.fromPartial({}), ...known, type: common.TaskType.STANDARD };
  const delivery = {
    request: cacheRequest(requestOf(download, options.caller === 'remote'), wanted),
    needPieceContent: wanted.needPieceContent,
    inOrder: wantsOrder(call.metadata),
    output: outputFileOf({ ...wanted, forceHardLink: false }),
    timeoutMs: timeoutMsOf(wanted),
  };
  for await (const step of deliver(delivery, call, options)) {
    const response: NonNullable<Response['response']> =
      step.kind === 'started'
        ? { $case: 'downloadCacheTaskStartedResponse', value: startedMessage(step.download, download) }
        : { $case: 'downloadPieceFinishedResponse', value: { piece: step.piece } };
    yield { hostId: options.host, taskId: step.download.task, peerId: step.download.peer, response };
  }
}

function cacheRequest(standard: DownloadRequest, wanted: dfdaemon.DownloadCacheTaskRequest): DownloadRequest {
  const { url, filteredQueryParams, tag, application, pieceLength } = standard;
  if (wanted.type !== common.TaskType.CACHE && wanted.type !== common.TaskType.STANDARD) {
    throw new Failure('invalid', 'a cache task is asked for as what it is');
  }
  const content = wanted.contentForCalculatingTaskId;
  const task = cacheTaskId({ url, filteredQueryParams, tag, application, pieceLength, content });
  return { ...standard, task, kind: 'cache', objectStorage: wanted.objectStorage };
}
