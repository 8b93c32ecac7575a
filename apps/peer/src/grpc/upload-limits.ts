import { Failure, minPieceLengthBytes } from '@damselfly/core';
import type { Duration } from '@damselfly/proto';
import { lengthOf } from './download-codec.ts';

const shortestTtlMs = 5 * 60_000;
const longestTtlMs = 7 * 24 * 3_600_000;
const mostReplicas = 1_000n;
const defaultTimeoutMs = 30 * 60_000;

/** From 5 minutes to 7 days, in milliseconds, the usual time when none is said; `invalid` outside. */
export function ttlMsOf({ ttl }: { readonly ttl?: Duration | undefined }, usualMs: number): number {
  const ms = ttl === undefined ? usualMs : Number(ttl.seconds) * 1000 + Math.floor(ttl.nanos / 1e6);
  if (ms >= shortestTtlMs && ms <= longestTtlMs) return ms;
  throw new Failure('invalid', 'an upload lives 5 minutes to 7 days; choose a ttl between them');
}

/** Copies wanted; `invalid` when none or absurdly many. */
export function replicasOf({ persistentReplicaCount: count }: { readonly persistentReplicaCount: bigint }): number {
  if (count >= 1n && count <= mostReplicas) return Number(count);
  throw new Failure('invalid', `an upload has 1 to ${mostReplicas} copies, not ${count}`);
}

/** The piece length the user chose; `invalid` below 4 MiB. */
export function chosenPieceLength({ pieceLength }: { readonly pieceLength?: bigint | undefined }): number | undefined {
  const chosen = lengthOf(pieceLength, 'piece_length');
  if (chosen === undefined || chosen >= minPieceLengthBytes) return chosen;
  throw new Failure('invalid', `a piece length of ${chosen} is below 4 MiB`);
}

/** How long an upload may take. */
export const uploadTimeoutMs = (asked: number | undefined): number => asked ?? defaultTimeoutMs;
