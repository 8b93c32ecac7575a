import { Failure, type HostId, type TaskId } from '@damselfly/core';
import { createClient, dfdaemon, hostAndPort, serverStreamCall } from '@damselfly/proto';
import type { AvailablePiece, PieceFeed } from '../download/piece-feed.ts';
import type { ParentCandidate } from '../download/scheduling.ts';
import type { TaskKind } from '../transport/transport.ts';

/** A parent that stops answering is noticed in seconds; the transfer itself would wait far longer. */
const liveness = { 'grpc.keepalive_time_ms': 4_000, 'grpc.keepalive_timeout_ms': 4_000 };

/** SyncPieces over gRPC, one connection a parent for all tasks. */
export class PieceFeedClient implements PieceFeed {
  readonly #host: HostId;
  readonly #kind: TaskKind;
  readonly #shared = new Map<string, { client: dfdaemon.DfdaemonUploadClient; users: number }>();

  constructor({ host, kind = 'standard' }: { readonly host: HostId; readonly kind?: TaskKind }) {
    this.#host = host;
    this.#kind = kind;
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
      if (this.#kind === 'cache') {
        const { hostId, taskId, interestedPieceNumbers: interestedCachePieceNumbers } = request;
        const wish = { hostId, taskId, interestedCachePieceNumbers };
        for await (const { number } of serverStreamCall(client.syncCachePieces.bind(client), wish, { signal })) {
          yield { number, address: { peer: parent.peer, host: parent.host, ip: parent.ip, grpcPort: parent.port } };
        }
        return;
      }
      for await (const piece of serverStreamCall(syncCall(client, this.#kind), request, { signal })) {
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

/** Each kind has a call of its own; their messages have one form. */
function syncCall(client: dfdaemon.DfdaemonUploadClient, kind: Exclude<TaskKind, 'cache'>) {
  switch (kind) {
    case 'standard':
      return client.syncPieces.bind(client);
    case 'persistent':
      return client.syncPersistentPieces.bind(client);
    case 'persistentCache':
      return client.syncPersistentCachePieces.bind(client);
    default:
      return kind satisfies never;
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
