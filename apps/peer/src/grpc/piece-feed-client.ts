import { Failure, type HostId, type TaskId } from '@damselfly/core';
import { createClient, dfdaemon, hostAndPort, serverStreamCall } from '@damselfly/proto';
import type { AvailablePiece, PieceFeed } from '../download/piece-feed.ts';
import type { ParentCandidate } from '../download/scheduling.ts';

/** A parent that stops answering is noticed in seconds; the transfer itself would wait far longer. */
const liveness = { 'grpc.keepalive_time_ms': 4_000, 'grpc.keepalive_timeout_ms': 4_000 };

/** SyncPieces over gRPC, one connection a parent for all tasks. */
export class PieceFeedClient implements PieceFeed {
  readonly #host: HostId;
  readonly #shared = new Map<string, { client: dfdaemon.DfdaemonUploadClient; users: number }>();

  constructor({ host }: { readonly host: HostId }) {
    this.#host = host;
  }

  async *follow(
    parent: ParentCandidate,
    task: TaskId,
    interesting: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<AvailablePiece> {
    const address = hostAndPort(parent.ip, parent.port);
    const shared = this.#shared.get(address) ?? {
      client: createClient(dfdaemon.DfdaemonUploadClient, { address, options: liveness }),
      users: 0,
    };
    shared.users += 1;
    this.#shared.set(address, shared);
    try {
      const { client } = shared;
      const request = { hostId: this.#host, taskId: task, interestedPieceNumbers: [...interesting] };
      for await (const piece of serverStreamCall(client.syncPieces.bind(client), request, { signal })) {
        yield available(piece, parent);
      }
    } catch (thrown) {
      const failure = Failure.from(thrown);
      throw failure.code === 'internal'
        ? new Failure('unavailable', `the parent ${parent.peer} failed: ${failure.message}`, { cause: thrown })
        : failure;
    } finally {
      shared.users -= 1;
      if (shared.users === 0) {
        shared.client.close();
        this.#shared.delete(address);
      }
    }
  }
}

function available(piece: dfdaemon.SyncPiecesResponse, { peer, host, ip }: ParentCandidate): AvailablePiece {
  const { number, tcpPort, quicPort } = piece;
  return {
    number,
    address: {
      peer,
      host,
      ip: piece.ip || ip,
      ...(tcpPort ? { tcpPort } : {}),
      ...(quicPort ? { quicPort } : {}),
    },
  };
}
