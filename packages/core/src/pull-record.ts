import type { DagEvent, PeerKind, TaskFacts } from './dag-event.ts';
import type { HostId, PeerId } from './ids.ts';

/** A peer that data came from, or was offered as a parent. */
export interface PullParent {
  readonly hostname: string;
  readonly idc: string;
  readonly kind: PeerKind;
  /** When it got its own pieces, as far as that was recorded during the download. */
  readonly arrivals: readonly { readonly piece: number; readonly atMs: number; readonly fromSource: boolean }[];
}

/** All that is recorded of one peer's download. */
export interface PullRecord {
  readonly peer: PeerId;
  readonly host: HostId;
  readonly hostname: string;
  readonly idc: string;
  readonly kind: PeerKind;
  readonly joinedAtMs: number;
  /** Up to when the recording goes. */
  readonly untilMs: number;
  /** Events of this peer, in order. */
  readonly events: readonly DagEvent[];
  /** What had come before the recording began. */
  readonly unrecorded: { readonly pieces: number; readonly bytes: number };
  /** Something is missing in the middle. */
  readonly hasGaps: boolean;
  readonly facts: TaskFacts | undefined;
  readonly parents: ReadonlyMap<PeerId, PullParent>;
  /** The rate that nine of ten pieces of this task stay below, whoever got them: bytes per second; 0: not known. */
  readonly swarmPieceBps: number;
}
