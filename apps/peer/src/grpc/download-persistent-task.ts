import { Failure, type HostId, parseDigest } from '@damselfly/core';
import { type CallContext, type dfdaemon, wantsOrder } from '@damselfly/proto';
import { lookUpReplica, type ReplicaLookupParts } from '../persistent/replica-lookup.ts';
import { persistentTaskId } from '../persistent/task-ids.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { outputFileOf, timeoutMsOf } from './download-codec.ts';

export interface DownloadReplicaOptions extends DeliverParts, Omit<ReplicaLookupParts, 'store' | 'downloads'> {
  readonly downloads: DeliverParts['downloads'] & ReplicaLookupParts['downloads'];
  readonly host: HostId;
}

type Response = dfdaemon.DownloadPersistentTaskResponse;

/** The DownloadPersistentTask call: from other copies, or from the object store when there is none. */
export async function* downloadPersistentTask(
  wanted: dfdaemon.DownloadPersistentTaskRequest,
  call: Pick<CallContext, 'signal' | 'metadata' | 'peer'>,
  options: DownloadReplicaOptions,
): AsyncGenerator<Response> {
  const { url, objectStorage, persistent, digest } = wanted;
  if (!URL.canParse(url)) throw new Failure('invalid', `"${url}" is no URL`);
  if (digest) parseDigest(digest);
  const task = persistentTaskId({ url, region: objectStorage?.region, endpoint: objectStorage?.endpoint });
  const { names: _, ...known } = await lookUpReplica(task, options, call.signal);
  const delivery = {
    request: {
      ...({ task, url, objectStorage, kind: 'persistent', pinned: persistent, ...known } as const),
      ...{ header: {}, application: '', tag: '', priority: 0, filteredQueryParams: [], certificates: [] },
      ...{ digest: digest || undefined, disableBackToSource: false, needBackToSource: false },
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
        ? { $case: 'downloadPersistentTaskStartedResponse', value: { contentLength } }
        : { $case: 'downloadPieceFinishedResponse', value: { piece: step.piece } };
    yield { hostId: options.host, taskId: task, peerId: download.peer, response };
  }
}
