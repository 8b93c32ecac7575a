import type { HostId, PeerId } from '@damselfly/core';

/** What came of a peer's question for parents. */
export type DecisionOutcome =
  | 'parents'
  | 'backToSource'
  | 'empty'
  | 'metadataOnly'
  | 'waitsNobody'
  | 'waitsFull'
  | 'waitsUnfit'
  | 'waitsGrant'
  | 'refused'
  | 'unknown';

/** Why a peer that was looked at became a parent, or did not. */
export type CandidateVerdict =
  | 'chosen'
  | 'outscored'
  | 'sameHostAsChosen'
  | 'ownHost'
  | 'lacksRange'
  | 'blocked'
  | 'noSlot'
  | 'noBandwidth'
  | 'quarantined'
  | 'draining'
  | 'descendant'
  | 'noData'
  | 'unknown';

export interface TracedDecision {
  readonly atMs: number;
  readonly outcome: DecisionOutcome;
  /** How long the peer had waited by then. */
  readonly waitedMs: number;
  /** How often the scheduler looked for parents before this came of it. */
  readonly attempts: number;
  /** How many peers were looked at; not all of them are in `candidates`. */
  readonly seen: number;
  readonly reason: string;
  readonly candidates: readonly {
    readonly peer: PeerId;
    readonly host: HostId;
    readonly verdict: CandidateVerdict;
    /** 0 to 1; absent when it was not scored. */
    readonly score: number | undefined;
  }[];
}

/** How a scheduler remembers one peer. */
export interface DecisionTrace {
  /** `ip:port` of the scheduler that answered. */
  readonly scheduler: string;
  /** Newest first. */
  readonly decisions: readonly TracedDecision[];
  /** What the peer's host has to give, as the scheduler holds it now; absent when the peer is known no more. */
  readonly host:
    | {
        readonly uploadSlots: number;
        readonly uploads: number;
        /** Bits per second its children saw lately; absent when they reported nothing. */
        readonly measuredBps: number | undefined;
        readonly recentFailures: number;
        /** 0 when it is not quarantined. */
        readonly quarantinedUntilMs: number;
        readonly quarantineReason: string;
      }
    | undefined;
}

/** Asks schedulers why they decided. */
export interface DecisionSource {
  /** Throws `notFound` when the scheduler remembers nothing of the peer, `unavailable` when it does not answer. */
  explain(scheduler: string, peer: PeerId, signal?: AbortSignal): Promise<DecisionTrace>;
}
