import { common, type scheduler } from '@damselfly/proto';
import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { PeerEvent } from '../../core/input.ts';
import type { StreamId } from '../../core/peer.ts';
import type { AnnouncePeerDeps } from '../announce-peer.ts';
import { type Answer, announceHandler, type Dialogue } from '../announce-stream.ts';
import { decodeRequest } from '../decode-peer.ts';
import { encodeAnswer } from '../encode-peer.ts';
import { present } from '../validate.ts';

type Request = scheduler.AnnounceCachePeerRequest;
type Reply = scheduler.AnnounceCachePeerResponse;
type Standard = NonNullable<scheduler.AnnouncePeerRequest['request']>;

/** A cache task's download: like a standard one, but only a peer that asks for it is sent to the source. */
export function announceCachePeer(deps: AnnouncePeerDeps): handleBidiStreamingCall<Request, Reply> {
  const dialogue: Dialogue<Request, Reply> = {
    decode,
    encode: (answer) => encode(answer, deps),
  };
  return announceHandler(deps, () => dialogue);
}

function decode({ hostId, taskId, peerId, request }: Request, stream: StreamId): PeerEvent {
  return decodeRequest({ hostId, taskId, peerId, request: standard(present(request, 'request')) }, stream);
}

function standard(said: NonNullable<Request['request']>): Standard {
  switch (said.$case) {
    case 'registerCachePeerRequest': {
      const download = { ...common.Download.fromPartial({}), ...said.value, type: common.TaskType.CACHE };
      return { $case: 'registerPeerRequest', value: { download } };
    }
    case 'downloadCachePeerStartedRequest':
      return { $case: 'downloadPeerStartedRequest', value: {} };
    case 'downloadCachePeerBackToSourceStartedRequest':
      return { $case: 'downloadPeerBackToSourceStartedRequest', value: said.value };
    case 'rescheduleCachePeerRequest':
      return { $case: 'reschedulePeerRequest', value: said.value };
    case 'downloadCachePeerFinishedRequest':
      return { $case: 'downloadPeerFinishedRequest', value: {} };
    case 'downloadCachePeerBackToSourceFinishedRequest':
      return { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} };
    case 'downloadCachePeerFailedRequest':
      return { $case: 'downloadPeerFailedRequest', value: said.value };
    case 'downloadCachePeerBackToSourceFailedRequest':
      return { $case: 'downloadPeerBackToSourceFailedRequest', value: said.value };
    case 'downloadPieceFinishedRequest':
    case 'downloadPieceBackToSourceFinishedRequest':
    case 'downloadPieceFailedRequest':
    case 'downloadPieceBackToSourceFailedRequest':
      return said;
    default:
      return said satisfies never;
  }
}

function encode(answer: Answer, { engine, hosts }: AnnouncePeerDeps): Reply {
  const { response } = encodeAnswer(answer, engine.cluster, hosts);
  switch (response?.$case) {
    case 'normalTaskResponse':
      return { response: { $case: 'normalCacheTaskResponse', value: response.value } };
    case 'needBackToSourceResponse':
      return { response };
    case 'emptyTaskResponse':
    case 'metadataOnlyResponse':
    case undefined:
      return { response: { $case: 'emptyCacheTaskResponse', value: {} } };
    default:
      return response satisfies never;
  }
}
