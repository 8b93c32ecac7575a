import { Failure, parseDigest, taskId } from '@damselfly/core';
import { type CallContext, type dfdaemon, wantsOrder } from '@damselfly/proto';
import { lookUpReplica } from '../persistent/replica-lookup.ts';
import { deliver } from './deliver.ts';
import { outputFileOf, timeoutMsOf } from './download-codec.ts';
import type { DownloadReplicaOptions } from './download-persistent-task.ts';

type Response = dfdaemon.DownloadPersistentCacheTaskResponse;

/** The DownloadPersistentCacheTask call: from other copies, as there is nothing else. */
export async function* downloadPersistentCacheTask(
  wanted: dfdaemon.DownloadPersistentCacheTaskRequest,
  call: Pick<CallContext, 'signal' | 'metadata' | 'peer'>,
  options: DownloadReplicaOptions,
): AsyncGenerator<Response> {
  const { persistent, digest, tag = '', application = '' } = wanted;
  if (wanted.taskId === '') throw new Failure('invalid', 'the request names no task');
  if (digest) parseDigest(digest);
  const task = taskId(wanted.taskId);
  const { names = { tag, application }, ...known } = await lookUpReplica(task, options, call.signal);
  const delivery = {
    request: {
      ...({ task, url: '', kind: 'persistentCache', pinned: persistent, ...known } as const),
      ...{ header: {}, ...names, priority: 0, filteredQueryParams: [], certificates: [] },
      ...{ digest: digest || undefined, disableBackToSource: true, needBackToSource: false },
      detached: options.caller === 'remote',
    },
    needPieceContent: wanted.needPieceContent,
    inOrder: wantsOrder(call.metadata),
    output: outputFileOf(wanted),
    timeoutMs: timeoutMsOf(wanted),
    whenComplete: async () => {
      if (persistent) await options.store.pin(task, true);
    },
  };
  for await (const step of deliver(delivery, call, options)) {
    const { download } = step;
    const contentLength = BigInt(download.facts.contentLength);
    const response: NonNullable<Response['response']> =
      step.kind === 'started'
        ? { $case: 'downloadPersistentCacheTaskStartedResponse', value: { contentLength } }
        : { $case: 'downloadPieceFinishedResponse', value: { piece: step.piece } };
    yield { hostId: options.host, taskId: task, peerId: download.peer, response };
  }
}
