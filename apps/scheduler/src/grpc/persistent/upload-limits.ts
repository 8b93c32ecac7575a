import { maxPieceLengthBytes, minPieceLengthBytes } from '@damselfly/core';
import type { Duration } from '@damselfly/proto';
import { pieceNumberLimit } from '../../core/pieces.ts';
import { durationMs } from '../decode-peer.ts';
import { checkLength, present, refuse } from '../validate.ts';

const shortestTtlMs = 300_000;
const longestTtlMs = 604_800_000;
const mostReplicas = 1_000_000n;

/** From 5 minutes to 7 days, in milliseconds. */
export function checkTtl(ttl: Duration | undefined): number {
  const ms = durationMs(present(ttl, 'ttl'));
  if (!(ms >= shortestTtlMs && ms <= longestTtlMs)) refuse('ttl', 'must be 5 minutes to 7 days');
  return ms;
}

export function checkReplicas(count: bigint): number {
  if (count < 1n || count > mostReplicas) refuse('persistent_replica_count', `must be 1 to ${mostReplicas}`);
  return Number(count);
}

/** Content and pieces of an upload, which have to fit each other. */
export function checkContent(contentLength: bigint, pieceCount: number): { contentLength: number; pieceCount: number } {
  const length = checkLength(contentLength, 'content_length');
  if (pieceCount >= pieceNumberLimit) refuse('piece_count', `must be below ${pieceNumberLimit}`);
  if (length > 0 && pieceCount < 1) refuse('piece_count', 'must be at least 1');
  return { contentLength: length, pieceCount };
}

export function checkPieceLength(length: bigint): number {
  if (length < minPieceLengthBytes || length > maxPieceLengthBytes)
    refuse('piece_length', `must be ${minPieceLengthBytes} to ${maxPieceLengthBytes}`);
  return Number(length);
}

/** The URL of an object, as text that is a URI. */
export function checkUrl(url: string): string {
  if (url.length > 16_384 || !URL.canParse(url)) refuse('url', 'must be a URI');
  return url;
}
