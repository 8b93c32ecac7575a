import type { DagEvent, FailureCode, HostId, PeerId, TaskId } from '@damselfly/core';
import type { StreamId } from './peer.ts';

interface ToPeer {
  readonly peer: PeerId;
  readonly stream: StreamId;
}

/** What goes to one peer's announce stream. */
export type PeerEffect = ToPeer &
  (
    | { readonly kind: 'emptyTask' }
    | { readonly kind: 'metadataOnly' }
    | { readonly kind: 'offerParents'; readonly parents: readonly PeerId[] }
    | { readonly kind: 'backToSource'; readonly why: string }
    /** End with OK: the peer has said its last word. */
    | { readonly kind: 'endStream' }
    | { readonly kind: 'failStream'; readonly code: FailureCode; readonly message: string }
  );

/** Everything the scheduler can ask for. */
export type Effect =
  | PeerEffect
  /** Ask a seed host to fetch the task. `download` is an encoded `common.v2.Download`. */
  | { readonly kind: 'triggerSeed'; readonly host: HostId; readonly task: TaskId; readonly download: Uint8Array }
  /** Ask the other schedulers who can give the task, for a peer of this host: `neighboursAnswered` follows. */
  | { readonly kind: 'askNeighbours'; readonly task: TaskId; readonly host: HostId }
  /** `seq` counts up by one per task. */
  | { readonly kind: 'publish'; readonly task: TaskId; readonly seq: number; readonly event: DagEvent }
  | { readonly kind: 'hostForgotten'; readonly host: HostId }
  | { readonly kind: 'taskForgotten'; readonly task: TaskId }
  /** Send a `tick` at this time; an earlier wish is then void. */
  | { readonly kind: 'wakeAt'; readonly atMs: number };
