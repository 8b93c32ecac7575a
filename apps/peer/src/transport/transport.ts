import type { HostId, PeerId, PieceSpan, TaskId } from '@damselfly/core';
import type { Pace } from '../rate/rate-limiter.ts';

/** Which family of tasks a piece belongs to; each is asked for with its own tag on the wire. */
export type TaskKind = 'standard' | 'persistent' | 'persistentCache' | 'cache';

/** One piece of one task. */
export interface PieceRef extends PieceSpan {
  readonly task: TaskId;
  /** Absent means `standard`. */
  readonly kind?: TaskKind;
}

/** Where a parent can be reached. Each transport reads its own optional field; one that is absent cannot reach it. */
export interface ParentAddress {
  readonly peer: PeerId;
  readonly host: HostId;
  /** An IP literal. */
  readonly ip: string;
  readonly tcpPort?: number;
  readonly quicPort?: number;
  /** Of its service for other hosts; named for cache tasks only, whose pieces go that way. */
  readonly grpcPort?: number;
  /** Opaque address of a one-sided transport, as the parent announced it. */
  readonly rdmaAddress?: Uint8Array;
}

/** What arrived, and what the parent said about it. Nothing here has been compared yet: the store does that. */
export interface FetchedPiece {
  /** Bytes written to `into`; always its whole length. */
  readonly length: number;
  /** As announced by the parent, e.g. `crc32:3735928559`. Empty: the parent knows none and nothing can be compared. */
  readonly digest: string;
  /** CRC-32 (IEEE) of the bytes in `into`, computed while they arrived; unsigned. */
  readonly crc32: number;
  /** Where the parent got the piece; absent when that was the source. */
  readonly parentId?: PeerId;
}

/** Moves the bytes of one piece. A transport never verifies, stores or chooses a parent. */
export interface PieceTransport {
  readonly name: string;
  /** A parent that does not speak this transport is skipped, not an error. */
  canReach(parent: ParentAddress): boolean;
  /**
   * Fills `into`, whose length is the piece's, completely or throws. Once the promise has settled nothing writes to
   * `into` any more. `into` is a view of a pooled slab that lives for long: a transport that needs registered memory
   * registers `into.buffer` once and addresses it by `into.byteOffset`.
   *
   * With a `pace`, what arrives is put to it once, in parts; while it makes the transport wait, the parent is not hurried
   * and no time limit but the whole piece's runs.
   *
   * Throws `unavailable` (refused, closed early), `timeout` (connect, stall, whole piece), `notFound` (the parent has
   * no such piece), `exhausted` (it has no room now; ask again later), `conflict` (it
   * gives the piece to another peer now), `corrupt` (an answer that breaks the protocol or describes another piece), `cancelled` (within
   * 100 ms of an abort). Every one of them speaks of this parent only.
   */
  fetch(
    piece: PieceRef,
    parent: ParentAddress,
    into: Uint8Array,
    signal: AbortSignal,
    pace?: Pace,
  ): Promise<FetchedPiece>;
  /** Ends idle and busy connections; fetches under way fail as `cancelled`. */
  close(): Promise<void>;
}
