import { bidiCall, common, scheduler } from '@damselfly/proto';
import type { AnnounceCall } from '../scheduler/announce-session.ts';

type Standard = NonNullable<scheduler.AnnouncePeerRequest['request']>;
type Said = NonNullable<scheduler.AnnounceCachePeerRequest['request']>;

/** The conversation about a cache task: that about a standard one in other messages. */
export function announceCache(): AnnounceCall {
  return async function* (client, requests, settings) {
    const offered = new Map<string, common.CachePeer>();
    const spoken = translated(requests, (said) => say(said, offered));
    for await (const { response } of bidiCall(client.announceCachePeer.bind(client), spoken, settings)) {
      yield { response: hear(response, offered) };
    }
  };
}

async function* translated(
  requests: AsyncIterable<scheduler.AnnouncePeerRequest>,
  map: (said: Standard) => Said,
): AsyncGenerator<scheduler.AnnounceCachePeerRequest> {
  for await (const { hostId, taskId, peerId, request } of requests) {
    yield { hostId, taskId, peerId, request: request === undefined ? undefined : map(request) };
  }
}

function say(said: Standard, offered: ReadonlyMap<string, common.CachePeer>): Said {
  switch (said.$case) {
    case 'registerPeerRequest': {
      // The same fields under other numbers; what a cache task has not is left out.
      const wish: Partial<scheduler.RegisterCachePeerRequest> = { ...said.value.download };
      const { _unknownFields: _, ...known } = wish;
      const value = { ...scheduler.RegisterCachePeerRequest.fromPartial({}), ...known, type: common.TaskType.CACHE };
      return { $case: 'registerCachePeerRequest', value };
    }
    case 'downloadPeerStartedRequest':
      return { $case: 'downloadCachePeerStartedRequest', value: {} };
    case 'downloadPeerBackToSourceStartedRequest':
      return { $case: 'downloadCachePeerBackToSourceStartedRequest', value: said.value };
    case 'reschedulePeerRequest': {
      const candidateParents = said.value.candidateParents.flatMap(({ id }) => offered.get(id) ?? []);
      const { description } = said.value;
      return { $case: 'rescheduleCachePeerRequest', value: { candidateParents, description } };
    }
    case 'downloadPeerFinishedRequest':
      return { $case: 'downloadCachePeerFinishedRequest', value: {} };
    case 'downloadPeerBackToSourceFinishedRequest':
      return { $case: 'downloadCachePeerBackToSourceFinishedRequest', value: {} };
    case 'downloadPeerFailedRequest':
      return { $case: 'downloadCachePeerFailedRequest', value: said.value };
    case 'downloadPeerBackToSourceFailedRequest':
      return { $case: 'downloadCachePeerBackToSourceFailedRequest', value: said.value };
    case 'downloadPieceFinishedRequest':
    case 'downloadPieceBackToSourceFinishedRequest':
    case 'downloadPieceFailedRequest':
    case 'downloadPieceBackToSourceFailedRequest':
      return said;
    default:
      return said satisfies never;
  }
}

function hear(
  heard: scheduler.AnnounceCachePeerResponse['response'],
  offered: Map<string, common.CachePeer>,
): scheduler.AnnouncePeerResponse['response'] {
  switch (heard?.$case) {
    case undefined:
      return undefined;
    case 'emptyCacheTaskResponse':
      return { $case: 'emptyTaskResponse', value: {} };
    case 'needBackToSourceResponse':
      return heard;
    case 'normalCacheTaskResponse': {
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
