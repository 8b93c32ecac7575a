import type { HostId, PeerId, TaskId } from '@damselfly/core';
import type { HostProfile } from './host.ts';
import type { Holder } from './neighbours.ts';
import type { StreamId, Wishes } from './peer.ts';
import type { Policy } from './policy.ts';
import type { Lengths, PieceFacts, TaskSubject } from './task.ts';

/** What a peer says when it registers. */
export interface Registration extends Wishes {
  readonly subject: TaskSubject;
  /** Absent until the peer has asked the source. */
  readonly lengths?: Lengths;
  /** The peer has everything and only wants to be known. */
  readonly metadataOnly: boolean;
}

/** Stands for the stream of a peer that is told about from memory: it has none. */
export const recalledStream: StreamId = -1;

/** Whose stream an event came by. Events of a stream that was replaced since are ignored. */
interface FromPeer {
  readonly peer: PeerId;
  readonly stream: StreamId;
}

export type PeerEvent = FromPeer &
  (
    | {
        readonly kind: 'peerRegistered';
        readonly host: HostId;
        readonly task: TaskId;
        readonly registration: Registration;
      }
    | { readonly kind: 'peerStarted' }
    | { readonly kind: 'backToSourceStarted' }
    | { readonly kind: 'reschedule'; readonly parents: readonly PeerId[]; readonly why: string }
    /** `parent: null` is the source, the peer itself: it had the piece before. */
    | { readonly kind: 'pieceFinished'; readonly parent: PeerId | null; readonly piece: PieceFacts }
    | {
        readonly kind: 'pieceFailed';
        readonly parent: PeerId | null;
        readonly number?: number;
        readonly why: string;
      }
    | { readonly kind: 'peerFinished'; readonly fromSource: boolean }
    | { readonly kind: 'peerFailed'; readonly fromSource: boolean; readonly why: string }
    /** The stream is gone without a last word. */
    | { readonly kind: 'streamClosed' }
  );

/** Everything the scheduler can be told. */
export type SchedulerEvent =
  | PeerEvent
  | { readonly kind: 'hostAnnounced'; readonly profile: HostProfile }
  | { readonly kind: 'hostLeft'; readonly host: HostId }
  /** All hosts that are being emptied, known or not; whoever is missing here is so no longer. */
  | { readonly kind: 'hostsDraining'; readonly hosts: ReadonlySet<HostId> }
  | { readonly kind: 'deletePeer'; readonly peer: PeerId }
  /** The host dropped its copies of the task. */
  | { readonly kind: 'deleteTask'; readonly host: HostId; readonly task: TaskId }
  | { readonly kind: 'seedTriggerFailed'; readonly host: HostId; readonly task: TaskId; readonly why: string }
  /** The seed says that it is done. */
  | { readonly kind: 'seedTriggerEnded'; readonly host: HostId; readonly task: TaskId }
  /** `complete`: every other scheduler answered, and these are all. */
  | {
      readonly kind: 'neighboursAnswered';
      readonly task: TaskId;
      readonly holders: readonly Holder[];
      readonly complete: boolean;
    }
  | { readonly kind: 'policyChanged'; readonly policy: Policy }
  /** A `wakeAt` has come. */
  | { readonly kind: 'tick' };

/** An event with all that makes its outcome repeatable. Times never run backwards. */
export interface Input {
  readonly atMs: number;
  /** Seed of every random choice this event causes: 32 bits. */
  readonly seed: number;
  readonly event: SchedulerEvent;
}
