import type { PeerId } from '@damselfly/core';
import { common, type scheduler } from '@damselfly/proto';
import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { TaskRecord } from '../../persistent/record.ts';
import { type Answer, announceHandler } from '../announce-stream.ts';
import { present } from '../validate.ts';
import { parentParts, persistentTaskMessage, uncounted } from './encode.ts';
import type { ReplicaDeps } from './replica-deps.ts';
import { ReplicaDialogue, type ReplicaWire, reschedule } from './replica-dialogue.ts';
import { checkUrl } from './upload-limits.ts';

type Request = scheduler.AnnouncePersistentPeerRequest;
type Reply = scheduler.AnnouncePersistentPeerResponse;

/** One download of a persistent task. */
export function announcePersistentPeer(deps: ReplicaDeps): handleBidiStreamingCall<Request, Reply> {
  const wire: ReplicaWire<Request, Reply> = { kind: 'persistent', read, encode: encodeWith(deps) };
  return announceHandler(deps, () => new ReplicaDialogue(deps, wire));
}

function read({ request }: Request): ReturnType<ReplicaWire<Request, Reply>['read']> {
  const said = present(request, 'request');
  switch (said.$case) {
    case 'registerPersistentPeerRequest': {
      const { url, persistent, needBackToSource, concurrentPieceCount } = said.value;
      checkUrl(url);
      return { register: { pinned: persistent, needBackToSource, concurrentPieces: concurrentPieceCount } };
    }
    case 'downloadPersistentPeerStartedRequest':
      return { same: { $case: 'downloadPeerStartedRequest', value: {} } };
    case 'downloadPersistentPeerBackToSourceStartedRequest':
      return { same: { $case: 'downloadPeerBackToSourceStartedRequest', value: said.value } };
    case 'reschedulePersistentPeerRequest':
      return { same: reschedule(said.value.candidateParents, said.value.description) };
    case 'downloadPersistentPeerFinishedRequest':
      return { same: { $case: 'downloadPeerFinishedRequest', value: {} } };
    case 'downloadPersistentPeerBackToSourceFinishedRequest':
      return { same: { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} } };
    case 'downloadPersistentPeerFailedRequest':
      return { same: { $case: 'downloadPeerFailedRequest', value: said.value } };
    case 'downloadPersistentPeerBackToSourceFailedRequest':
      return { same: { $case: 'downloadPeerBackToSourceFailedRequest', value: said.value } };
    case 'downloadPieceFinishedRequest':
    case 'downloadPieceBackToSourceFinishedRequest':
    case 'downloadPieceFailedRequest':
    case 'downloadPieceBackToSourceFailedRequest':
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
        return { response: { $case: 'emptyPersistentTaskResponse', value: {} } };
      case 'backToSource':
        return { response: { $case: 'needBackToSourceResponse', value: { description: answer.why } } };
      case 'offerParents': {
        const task = persistentTaskMessage(uncounted(record));
        const parents = parentParts(answer.parents, { cluster, hosts }, pinned);
        const candidateParents = parents.map((part) => common.PersistentPeer.fromPartial({ ...part, task }));
        return { response: { $case: 'normalPersistentTaskResponse', value: { candidateParents } } };
      }
      default:
        return answer satisfies never;
    }
  };
