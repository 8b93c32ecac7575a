import { pieceCount } from '@damselfly/core';
import { bidiCall, common, scheduler } from '@damselfly/proto';
import type { Registration } from '../download/scheduling.ts';
import type { AnnounceCall } from '../scheduler/announce-session.ts';

type Standard = NonNullable<scheduler.AnnouncePeerRequest['request']>;
type Said = NonNullable<scheduler.AnnouncePersistentPeerRequest['request']>;

/** The conversation about a persistent task: that about a standard one in other messages. */
export function announcePersistent(registration: Registration): AnnounceCall {
  return async function* (client, requests, settings) {
    const offered = new Map<string, common.PersistentPeer>();
    const spoken = translated(requests, (said) => say(said, registration, offered));
    for await (const { response } of bidiCall(client.announcePersistentPeer.bind(client), spoken, settings)) {
      yield { response: hear(response, offered) };
    }
  };
}

async function* translated(
  requests: AsyncIterable<scheduler.AnnouncePeerRequest>,
  map: (said: Standard) => Said,
): AsyncGenerator<scheduler.AnnouncePersistentPeerRequest> {
  for await (const { hostId, taskId, peerId, request } of requests) {
    yield { hostId, taskId, peerId, request: request === undefined ? undefined : map(request) };
  }
}

function say(said: Standard, registration: Registration, offered: ReadonlyMap<string, common.PersistentPeer>): Said {
  switch (said.$case) {
    case 'registerPeerRequest':
      return { $case: 'registerPersistentPeerRequest', value: registerRequest(registration) };
    case 'downloadPeerStartedRequest':
      return { $case: 'downloadPersistentPeerStartedRequest', value: {} };
    case 'downloadPeerBackToSourceStartedRequest':
      return { $case: 'downloadPersistentPeerBackToSourceStartedRequest', value: said.value };
    case 'reschedulePeerRequest': {
      const candidateParents = said.value.candidateParents.flatMap(({ id }) => offered.get(id) ?? []);
      const { description } = said.value;
      return { $case: 'reschedulePersistentPeerRequest', value: { candidateParents, description } };
    }
    case 'downloadPeerFinishedRequest':
      return { $case: 'downloadPersistentPeerFinishedRequest', value: {} };
    case 'downloadPeerBackToSourceFinishedRequest':
      return { $case: 'downloadPersistentPeerBackToSourceFinishedRequest', value: {} };
    case 'downloadPeerFailedRequest':
      return { $case: 'downloadPersistentPeerFailedRequest', value: said.value };
    case 'downloadPeerBackToSourceFailedRequest':
      return { $case: 'downloadPersistentPeerBackToSourceFailedRequest', value: said.value };
    case 'downloadPieceFinishedRequest':
    case 'downloadPieceBackToSourceFinishedRequest':
    case 'downloadPieceFailedRequest':
    case 'downloadPieceBackToSourceFailedRequest':
      return said;
    default:
      return said satisfies never;
  }
}

function registerRequest({ request, facts }: Registration): scheduler.RegisterPersistentPeerRequest {
  const { url, objectStorage, pinned = false, concurrentPieceCount, needBackToSource } = request;
  return scheduler.RegisterPersistentPeerRequest.fromPartial({
    url,
    // Secrets are no business of the scheduler.
    objectStorage: { region: objectStorage?.region, endpoint: objectStorage?.endpoint },
    persistent: pinned,
    pieceCount: BigInt(pieceCount(facts.contentLength, facts.pieceLength)),
    needBackToSource,
    ...(concurrentPieceCount === undefined ? {} : { concurrentPieceCount }),
  });
}

function hear(
  heard: scheduler.AnnouncePersistentPeerResponse['response'],
  offered: Map<string, common.PersistentPeer>,
): scheduler.AnnouncePeerResponse['response'] {
  switch (heard?.$case) {
    case undefined:
      return undefined;
    case 'emptyPersistentTaskResponse':
      return { $case: 'emptyTaskResponse', value: {} };
    case 'needBackToSourceResponse':
      return heard;
    case 'normalPersistentTaskResponse': {
      const candidateParents = heard.value.candidateParents.map((parent) => {
        offered.set(parent.id, parent);
        return common.Peer.fromPartial({ id: parent.id, host: parent.host });
      });
      return { $case: 'normalTaskResponse', value: { candidateParents } };
    }
    default:
      return heard satisfies never;
  }
}
