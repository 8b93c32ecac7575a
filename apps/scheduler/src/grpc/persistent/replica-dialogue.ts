import { type PeerId, peerId } from '@damselfly/core';
import { common, type scheduler } from '@damselfly/proto';
import type { PeerEvent } from '../../core/input.ts';
import { noDownload, type StreamId } from '../../core/peer.ts';
import type { CopyRecord, ReplicatedKind, TaskRecord, TaskRef } from '../../persistent/record.ts';
import type { TransferWish } from '../../persistent/transfers.ts';
import type { Answer, Dialogue } from '../announce-stream.ts';
import { decodeRequest } from '../decode-peer.ts';
import { hostOf, peerOf, refOf } from './ids.ts';
import type { ReplicaDeps } from './replica-deps.ts';

type Standard = NonNullable<scheduler.AnnouncePeerRequest['request']>;

/** A register request as both kinds have it. */
export interface ReplicaRegistration extends TransferWish {
  readonly concurrentPieces: number | undefined;
}

/** What is particular to the messages of one kind. */
export interface ReplicaWire<Request, Reply> {
  readonly kind: ReplicatedKind;
  /** The registration of a register request, else the standard request that means the same. */
  read(message: Request): { readonly register: ReplicaRegistration } | { readonly same: Standard | undefined };
  encode(answer: Answer, task: TaskRecord, pinned: ReadonlySet<PeerId>): Reply;
}

const concurrentPiecesLimit = 1024;

/** One announce stream of a replicated task: the store is told before the core. */
export class ReplicaDialogue<
  Request extends { readonly hostId: string; readonly taskId: string; readonly peerId: string },
  Reply,
> implements Dialogue<Request, Reply>
{
  readonly #deps: ReplicaDeps;
  readonly #wire: ReplicaWire<Request, Reply>;
  #ref: TaskRef | undefined;
  #peer: PeerId | undefined;
  #wish: TransferWish = { pinned: false, needBackToSource: false };
  #task: TaskRecord | undefined;
  #copies: readonly CopyRecord[] = [];
  /** True once the store knows of the copy, until it knows its end. */
  #open = false;

  constructor(deps: ReplicaDeps, wire: ReplicaWire<Request, Reply>) {
    this.#deps = deps;
    this.#wire = wire;
  }

  decode(message: Request, stream: StreamId): PeerEvent {
    const { hostId, taskId, peerId: peer } = message;
    const read = this.#wire.read(message);
    if ('same' in read) return decodeRequest({ hostId, taskId, peerId: peer, request: read.same }, stream);
    this.#ref = refOf(this.#wire.kind, message);
    this.#peer = peerOf(message);
    this.#wish = read.register;
    const { concurrentPieces = 8 } = read.register;
    return {
      ...{ kind: 'peerRegistered', peer: this.#peer, host: hostOf(message), task: this.#ref.id, stream },
      registration: {
        subject: { type: 0, url: '', tag: '', application: '', digest: '', filteredQueryParams: [] },
        priority: 0,
        concurrentPieces: Math.min(concurrentPiecesLimit, Math.max(1, concurrentPieces)),
        needBackToSource: false,
        disableBackToSource: true,
        metadataOnly: false,
        encodeDownload: noDownload,
      },
    };
  }

  async prepare(event: PeerEvent): Promise<PeerEvent> {
    const { transfers } = this.#deps;
    const ref = this.#ref;
    if (ref === undefined) return event;
    switch (event.kind) {
      case 'peerRegistered': {
        const admitted = await transfers.register(ref, event, this.#wish);
        this.#task = admitted.task;
        this.#copies = admitted.copies;
        this.#open = true;
        return admitted.event;
      }
      case 'peerStarted':
      case 'backToSourceStarted':
        await transfers.started(ref, event.peer);
        return event;
      case 'peerFinished':
        await transfers.finished(ref, event.peer);
        this.#open = false;
        return event;
      case 'peerFailed':
        await transfers.failed(ref, event.peer);
        this.#open = false;
        return event;
      case 'pieceFinished':
      case 'pieceFailed':
      case 'reschedule':
      case 'streamClosed':
        return event;
      default:
        return event satisfies never;
    }
  }

  encode(answer: Answer): Reply {
    if (this.#task === undefined) throw new Error('the core answered before the peer registered');
    const pinned = this.#copies.flatMap((copy) => (copy.pinned ? [copy.peer] : []));
    return this.#wire.encode(answer, this.#task, new Set(pinned));
  }

  lost(): void {
    if (!this.#open || this.#ref === undefined || this.#peer === undefined) return;
    this.#open = false;
    this.#deps.transfers.failed(this.#ref, this.#peer).catch(this.#deps.onLostFailure);
  }
}

/** The reported parents of any kind as standard ones: only their ids say something. */
export const reschedule = (parents: readonly { readonly id: string }[], description: string | undefined): Standard => ({
  $case: 'reschedulePeerRequest',
  value: {
    candidateParents: parents.map(({ id }) => ({ ...common.Peer.fromPartial({ id: peerId(id) }) })),
    description,
  },
});
