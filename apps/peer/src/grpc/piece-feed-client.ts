import { Failure, type HostId, type TaskId } from '@damselfly/core';
import { type dfdaemon, hostAndPort, serverStreamCall } from '@damselfly/proto';
import type { AvailablePiece, PieceFeed } from '../download/piece-feed.ts';
import type { ParentCandidate } from '../download/scheduling.ts';
import type { TaskKind } from '../transport/transport.ts';
import type { ParentChannels } from './parent-channels.ts';

export interface PieceFeedClientOptions {
  readonly host: HostId;
  readonly channels: ParentChannels;
  readonly kind?: TaskKind;
}

/** SyncPieces over gRPC. */
export class PieceFeedClient implements PieceFeed {
  readonly #host: HostId;
  readonly #kind: TaskKind;
  readonly #channels: ParentChannels;

  constructor({ host, channels, kind = 'standard' }: PieceFeedClientOptions) {
    this.#channels = channels;
    this.#host = host;
    this.#kind = kind;
  }

  async *follow(
    parent: ParentCandidate,
    task: TaskId,
    interesting: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<AvailablePiece> {
    const { client, release } = this.#channels.use(hostAndPort(parent.ip, parent.port));
    try {
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
      release();
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
