import { Failure, type PeerId } from '@damselfly/core';
import { common, type scheduler } from '@damselfly/proto';
import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { TaskRecord } from '../../persistent/record.ts';
import { type Answer, announceHandler } from '../announce-stream.ts';
import { parentParts, uncounted } from '../persistent/encode.ts';
import type { ReplicaDeps } from '../persistent/replica-deps.ts';
import { ReplicaDialogue, type ReplicaWire, reschedule } from '../persistent/replica-dialogue.ts';
import { checkPieceLength } from '../persistent/upload-limits.ts';
import { present } from '../validate.ts';
import { persistentCacheTaskMessage } from './encode.ts';

type Request = scheduler.AnnouncePersistentCachePeerRequest;
type Reply = scheduler.AnnouncePersistentCachePeerResponse;

/** One download of a persistent cache task, which has no source. */
export function announcePersistentCachePeer(deps: ReplicaDeps): handleBidiStreamingCall<Request, Reply> {
  const wire: ReplicaWire<Request, Reply> = { kind: 'persistentCache', read, encode: encodeWith(deps) };
  return announceHandler(deps, () => new ReplicaDialogue(deps, wire));
}

function read({ request }: Request): ReturnType<ReplicaWire<Request, Reply>['read']> {
  const said = present(request, 'request');
  switch (said.$case) {
    case 'registerPersistentCachePeerRequest': {
      const { persistent, pieceLength, concurrentPieceCount } = said.value;
      checkPieceLength(pieceLength);
      return { register: { pinned: persistent, needBackToSource: false, concurrentPieces: concurrentPieceCount } };
    }
    case 'downloadPersistentCachePeerStartedRequest':
      return { same: { $case: 'downloadPeerStartedRequest', value: {} } };
    case 'reschedulePersistentCachePeerRequest':
      return { same: reschedule(said.value.candidateParents, said.value.description) };
    case 'downloadPersistentCachePeerFinishedRequest':
      return { same: { $case: 'downloadPeerFinishedRequest', value: {} } };
    case 'downloadPersistentCachePeerFailedRequest':
      return { same: { $case: 'downloadPeerFailedRequest', value: said.value } };
    case 'downloadPieceFinishedRequest':
    case 'downloadPieceFailedRequest':
      return { same: said };
    default:
      return said satisfies never;
  }
}

const encodeWith =
  ({ engine: { cluster }, hosts }: ReplicaDeps) =>
  (answer: Answer, record: TaskRecord, pinned: ReadonlySet<PeerId>): Reply => {
    switch (answer.kind) {
      case 'emptyTask':
      case 'metadataOnly':
        return { response: { $case: 'emptyPersistentCacheTaskResponse', value: {} } };
      case 'backToSource':
        throw new Failure('internal', 'a persistent cache task has no source');
      case 'offerParents': {
        const task = persistentCacheTaskMessage(uncounted(record));
        const parents = parentParts(answer.parents, { cluster, hosts }, pinned);
        const candidateCacheParents = parents.map((part) => common.PersistentCachePeer.fromPartial({ ...part, task }));
        return { response: { $case: 'normalPersistentCacheTaskResponse', value: { candidateCacheParents } } };
      }
      default:
        return answer satisfies never;
    }
  };
