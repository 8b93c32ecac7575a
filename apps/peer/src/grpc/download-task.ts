import { Failure, type HostId } from '@damselfly/core';
import { type CallContext, type common, type dfdaemon, wantsOrder } from '@damselfly/proto';
import { plannedPieceMessage } from '../wire/piece-message.ts';
import { clipped, type DeliverParts, deliver } from './deliver.ts';
import type { Described } from './deliver-past-disk.ts';
import { outputFileOf, requestOf, timeoutMsOf } from './download-codec.ts';

export interface DownloadTaskOptions extends DeliverParts {
  readonly host: HostId;
}

type Response = dfdaemon.DownloadTaskResponse;

/** The DownloadTask call. */
export async function* downloadTask(
  { download: wanted }: dfdaemon.DownloadTaskRequest,
  call: Pick<CallContext, 'signal' | 'metadata' | 'peer'>,
  options: DownloadTaskOptions,
): AsyncGenerator<Response> {
  if (wanted === undefined) throw new Failure('invalid', 'the request names no download');
  const request = requestOf(wanted, options.caller === 'remote');
  const delivery = {
    request,
    needPieceContent: wanted.needPieceContent,
    inOrder: wantsOrder(call.metadata),
    output: outputFileOf(wanted),
    timeoutMs: timeoutMsOf(wanted),
  };
  for await (const step of deliver(delivery, call, options)) {
    const { download } = step;
    if (step.kind === 'started' && wanted.prefetch && wanted.range !== undefined) options.downloads.prefetch(request);
    const response: NonNullable<Response['response']> =
      step.kind === 'started'
        ? { $case: 'downloadTaskStartedResponse', value: startedMessage(download, wanted) }
        : { $case: 'downloadPieceFinishedResponse', value: { piece: step.piece } };
    yield { hostId: options.host, taskId: download.task, peerId: download.peer, response };
  }
}

/** What is known of the content, as a program is told. */
export function startedMessage(
  { facts, range, spans, complete }: Described,
  { range: asked }: common.Download,
): dfdaemon.DownloadTaskStartedResponse {
  return {
    contentLength: BigInt(facts.contentLength),
    responseHeader: { ...facts.header },
    pieces: spans.map((span) => plannedPieceMessage(clipped(span, range))),
    isFinished: complete,
    ...(asked === undefined ? {} : { range: { start: BigInt(range.start), length: BigInt(range.length) } }),
  };
}
