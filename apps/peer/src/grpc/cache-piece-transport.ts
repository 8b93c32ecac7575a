import { Failure } from '@damselfly/core';
import { createClient, dfdaemon, hostAndPort, unaryCall } from '@damselfly/proto';
import { crc32 } from '../bytes/crc32.ts';
import type { Pace } from '../rate/rate-limiter.ts';
import type { FetchedPiece, ParentAddress, PieceRef, PieceTransport } from '../transport/transport.ts';

export interface CachePieceTransportOptions {
  readonly host: string;
  readonly pieceTimeoutMs: number;
}

const chunkLength = 512 * 2 ** 10;

interface Shared {
  readonly client: dfdaemon.DfdaemonUploadClient;
  users: number;
}

/** Pieces of cache tasks, which go over gRPC: their feed names no other way. One connection a parent while it is used. */
export class CachePieceTransport implements PieceTransport {
  readonly name = 'grpc';
  readonly #options: CachePieceTransportOptions;
  readonly #shared = new Map<string, Shared>();
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
    const { host, pieceTimeoutMs } = this.#options;
    if (parent.grpcPort === undefined) throw new Failure('unavailable', `parent ${parent.peer} has no gRPC port`);
    const shared = this.#share(hostAndPort(parent.ip, parent.grpcPort));
    try {
      // One message holds the whole piece: its bytes can only be paced before they are asked for.
      for (let left = piece.length; left > 0; left -= chunkLength) await pace?.(Math.min(left, chunkLength));
      const { client } = shared;
      const request = { hostId: host, taskId: piece.task, pieceNumber: piece.number };
      const stop = AbortSignal.any([signal, this.#closing.signal]);
      const answer = await unaryCall(client.downloadCachePiece.bind(client), request, {
        signal: stop,
        timeoutMs: pieceTimeoutMs,
      });
      return take(answer, piece, into);
    } finally {
      shared.users -= 1;
      if (shared.users === 0) this.#drop(shared);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const { client } of this.#shared.values()) client.close();
  }

  #share(address: string): Shared {
    const shared = this.#shared.get(address) ?? {
      client: createClient(dfdaemon.DfdaemonUploadClient, { address }),
      users: 0,
    };
    shared.users += 1;
    this.#shared.set(address, shared);
    return shared;
  }

  #drop(shared: Shared): void {
    shared.client.close();
    for (const [address, known] of this.#shared) if (known === shared) this.#shared.delete(address);
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
