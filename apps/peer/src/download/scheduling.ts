import type { Failure, HostId, PeerId, TaskId } from '@damselfly/core';
import type { StoredPiece } from '../storage/store.ts';
import type { ContentFacts, DownloadRequest } from './download-request.ts';

/** A peer the scheduler offers as a parent. */
export interface ParentCandidate {
  readonly peer: PeerId;
  readonly host: HostId;
  /** An IP literal. */
  readonly ip: string;
  /** Of the parent's gRPC service for other peers. */
  readonly port: number;
}

export type SchedulerReply =
  | { readonly kind: 'empty' }
  | { readonly kind: 'parents'; readonly parents: readonly ParentCandidate[] }
  | { readonly kind: 'backToSource'; readonly description: string }
  | { readonly kind: 'metadataOnly' };

/** What a peer tells its scheduler about a download. The last four end the session. */
export type PeerReport =
  | { readonly kind: 'started' }
  | { readonly kind: 'backToSourceStarted'; readonly description: string }
  | { readonly kind: 'pieceFinished'; readonly piece: StoredPiece }
  | { readonly kind: 'pieceFailed'; readonly number: number; readonly parent: PeerId }
  | { readonly kind: 'pieceBackToSourceFailed'; readonly number: number; readonly failure: Failure }
  | { readonly kind: 'reschedule'; readonly parents: readonly PeerId[]; readonly description: string }
  | { readonly kind: 'finished' }
  | { readonly kind: 'backToSourceFinished' }
  | { readonly kind: 'failed'; readonly description: string }
  | { readonly kind: 'backToSourceFailed'; readonly description: string };

export interface Registration {
  readonly request: DownloadRequest;
  readonly peer: PeerId;
  readonly facts: ContentFacts;
  /** Tell the scheduler only that the content is here. */
  readonly metadataOnly?: boolean;
}

/** How a session speaks to its owner. Neither is called after `lost`, nor after a terminal report. */
export interface SessionListener {
  reply(reply: SchedulerReply): void;
  /** The scheduler is gone or gave up on this peer; the session takes no more reports. */
  lost(failure: Failure): void;
}

/** One peer's conversation with its scheduler. */
export interface SchedulerSession {
  /** Never waits and never throws; after `lost` and after a terminal report it does nothing. */
  report(report: PeerReport): void;
  /** Asks whether the scheduler still answers; one that holds a peer back does, one that hangs does not. */
  answers(signal: AbortSignal): Promise<boolean>;
}

/** The schedulers, as a download sees them. */
export interface Scheduling {
  /** Registers with the task's scheduler, or the next on the ring that answers. Throws `unavailable` when none does. */
  register(registration: Registration, listener: SessionListener, signal: AbortSignal): Promise<SchedulerSession>;
  /** The length the swarm knows for a task whose source does not say; undefined when it knows none either. */
  knownLength(task: TaskId, signal: AbortSignal): Promise<number | undefined>;
}
