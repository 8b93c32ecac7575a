import { Failure } from '@damselfly/core';
import { type dfdaemon, hostAndPort, unaryCall } from '@damselfly/proto';
import { crc32 } from '../bytes/crc32.ts';
import type { Pace } from '../rate/rate-limiter.ts';
import type { FetchedPiece, ParentAddress, PieceRef, PieceTransport } from '../transport/transport.ts';
import type { ParentChannels } from './parent-channels.ts';

export interface CachePieceTransportOptions {
  readonly host: string;
  readonly pieceTimeoutMs: number;
  readonly channels: ParentChannels;
}

const chunkLength = 512 * 2 ** 10;

/** Pieces of cache tasks, which go over gRPC: their feed names no other way. */
export class CachePieceTransport implements PieceTransport {
  readonly name = 'grpc';
  readonly #options: CachePieceTransportOptions;
  readonly #closing = new AbortController();

  constructor(options: CachePieceTransportOptions) {
    this.#options = options;
  }

  canReach({ grpcPort }: ParentAddress): boolean {
    return grpcPort !== undefined;
  }

  async fetch(
    piece: PieceRef,
    parent: ParentAddress,
    into: Uint8Array,
    signal: AbortSignal,
    pace?: Pace,
  ): Promise<FetchedPiece> {
    const { host, pieceTimeoutMs, channels } = this.#options;
    if (parent.grpcPort === undefined) throw new Failure('unavailable', `parent ${parent.peer} has no gRPC port`);
    const { client, release } = channels.use(hostAndPort(parent.ip, parent.grpcPort));
    try {
      // One message holds the whole piece: its bytes can only be paced before they are asked for.
      for (let left = piece.length; left > 0; left -= chunkLength) await pace?.(Math.min(left, chunkLength));
      const request = { hostId: host, taskId: piece.task, pieceNumber: piece.number };
      const stop = AbortSignal.any([signal, this.#closing.signal]);
      const answer = await unaryCall(client.downloadCachePiece.bind(client), request, {
        signal: stop,
        timeoutMs: pieceTimeoutMs,
      });
      return take(answer, piece, into);
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }
}

function take(
  { piece: found, digest }: dfdaemon.DownloadCachePieceResponse,
  piece: PieceRef,
  into: Uint8Array,
): FetchedPiece {
  const content = found?.content;
  if (found?.number !== piece.number || content?.length !== into.length) {
    throw new Failure('corrupt', `the parent sent something else than piece ${piece.number}`);
  }
  into.set(content);
  return { length: into.length, digest: digest ?? found.digest, crc32: crc32(into) };
}
