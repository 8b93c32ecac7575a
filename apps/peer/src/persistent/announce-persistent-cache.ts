import { Failure, pieceCount } from '@damselfly/core';
import { bidiCall, common, scheduler } from '@damselfly/proto';
import type { Registration } from '../download/scheduling.ts';
import type { AnnounceCall } from '../scheduler/announce-session.ts';

type Standard = NonNullable<scheduler.AnnouncePeerRequest['request']>;
type Said = NonNullable<scheduler.AnnouncePersistentCachePeerRequest['request']>;

/** The conversation about a persistent cache task, which has no source. */
export function announcePersistentCache(registration: Registration): AnnounceCall {
  return async function* (client, requests, settings) {
    const offered = new Map<string, common.PersistentCachePeer>();
    const spoken = translated(requests, (said) => say(said, registration, offered));
    for await (const { response } of bidiCall(client.announcePersistentCachePeer.bind(client), spoken, settings)) {
      yield { response: hear(response, offered) };
    }
  };
}

async function* translated(
  requests: AsyncIterable<scheduler.AnnouncePeerRequest>,
  map: (said: Standard) => Said,
): AsyncGenerator<scheduler.AnnouncePersistentCachePeerRequest> {
  for await (const { hostId, taskId, peerId, request } of requests) {
    yield { hostId, taskId, peerId, request: request === undefined ? undefined : map(request) };
  }
}

function say(
  said: Standard,
  registration: Registration,
  offered: ReadonlyMap<string, common.PersistentCachePeer>,
): Said {
  switch (said.$case) {
    case 'registerPeerRequest':
      return { $case: 'registerPersistentCachePeerRequest', value: registerRequest(registration) };
    case 'downloadPeerStartedRequest':
      return { $case: 'downloadPersistentCachePeerStartedRequest', value: {} };
    case 'reschedulePeerRequest': {
      const candidateParents = said.value.candidateParents.flatMap(({ id }) => offered.get(id) ?? []);
      const { description } = said.value;
      return { $case: 'reschedulePersistentCachePeerRequest', value: { candidateParents, description } };
    }
    case 'downloadPeerFinishedRequest':
      return { $case: 'downloadPersistentCachePeerFinishedRequest', value: {} };
    case 'downloadPeerFailedRequest':
      return { $case: 'downloadPersistentCachePeerFailedRequest', value: said.value };
    case 'downloadPieceFinishedRequest':
    case 'downloadPieceFailedRequest':
      return said;
    default:
      throw new Failure('internal', `a persistent cache task has no message for ${said.$case}`);
  }
}

function registerRequest({ request, facts }: Registration): scheduler.RegisterPersistentCachePeerRequest {
  const { tag, application, pinned = false, concurrentPieceCount } = request;
  return scheduler.RegisterPersistentCachePeerRequest.fromPartial({
    persistent: pinned,
    tag: tag || undefined,
    application: application || undefined,
    pieceLength: BigInt(facts.pieceLength),
    pieceCount: BigInt(pieceCount(facts.contentLength, facts.pieceLength)),
    ...(concurrentPieceCount === undefined ? {} : { concurrentPieceCount }),
  });
}

function hear(
  heard: scheduler.AnnouncePersistentCachePeerResponse['response'],
  offered: Map<string, common.PersistentCachePeer>,
): scheduler.AnnouncePeerResponse['response'] {
  switch (heard?.$case) {
    case undefined:
      return undefined;
    case 'emptyPersistentCacheTaskResponse':
      return { $case: 'emptyTaskResponse', value: {} };
    case 'normalPersistentCacheTaskResponse': {
      const candidateParents = heard.value.candidateCacheParents.map((parent) => {
        offered.set(parent.id, parent);
        return common.Peer.fromPartial({ id: parent.id, host: parent.host });
      });
      return { $case: 'normalTaskResponse', value: { candidateParents } };
    }
    default:
      return heard satisfies never;
  }
}
