import { Failure, type HostId, taskId } from '@damselfly/core';
import { type common, type dfdaemon, type Empty, unaryCall } from '@damselfly/proto';
import type { Downloads } from '../download/downloads.ts';
import { shareOf } from '../rate/priority.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { SchedulingClient } from '../scheduler/scheduling-client.ts';
import type { PieceStore } from '../storage/store.ts';
import { pieceMessage } from '../wire/piece-message.ts';
import { type SyncPiecesOptions, syncPieces } from './sync-pieces.ts';

export interface CacheCallsOptions {
  readonly store: PieceStore;
  readonly downloads: Downloads;
  readonly scheduling: Pick<SchedulingClient, 'reachable'>;
  readonly syncing: SyncPiecesOptions;
  /** Of everything that goes out. */
  readonly limiter: RateLimiter;
  readonly host: HostId;
}

interface Named {
  readonly taskId: string;
}

const callTimeoutMs = 5_000;
const chunkBytes = 512 * 2 ** 10;

/** The calls about cache tasks beside their download. */
export class CacheCalls {
  readonly #options: CacheCallsOptions;

  constructor(options: CacheCallsOptions) {
    this.#options = options;
  }

  /** What the scheduler knows. */
  async stat(request: Named, { signal }: { readonly signal: AbortSignal }): Promise<common.CacheTask> {
    const { scheduling, host } = this.#options;
    const { client } = await scheduling.reachable(taskId(request.taskId), signal);
    const asked = { hostId: host, taskId: request.taskId };
    return unaryCall(client.statCacheTask.bind(client), asked, { signal, timeoutMs: callTimeoutMs });
  }

  /** Removes the task here and tells its scheduler. */
  async delete(request: Named, { signal }: { readonly signal: AbortSignal }): Promise<Empty> {
    const { store, downloads, scheduling, host } = this.#options;
    const task = taskId(request.taskId);
    this.#check(request);
    await downloads.cancel(task, 'the task was deleted');
    await store.delete(task);
    const { client } = await scheduling.reachable(task, signal);
    const asked = { hostId: host, taskId: request.taskId };
    await unaryCall(client.deleteCacheTask.bind(client), asked, { signal, timeoutMs: callTimeoutMs });
    return {};
  }

  /** Which of the wanted pieces are here, now and as they come. */
  async *sync(
    request: dfdaemon.SyncCachePiecesRequest,
    call: { readonly signal: AbortSignal },
  ): AsyncGenerator<dfdaemon.SyncCachePiecesResponse> {
    const { hostId, taskId: task, interestedCachePieceNumbers: interestedPieceNumbers } = request;
    const told = syncPieces({ hostId, taskId: task, interestedPieceNumbers }, call, this.#options.syncing);
    for await (const { number, offset, length } of told) yield { number, offset, length };
  }

  /** One piece with its bytes. */
  async downloadPiece(
    request: dfdaemon.DownloadCachePieceRequest,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<dfdaemon.DownloadCachePieceResponse> {
    const { store, limiter } = this.#options;
    this.#check(request);
    const reading = await store.readPiece(taskId(request.taskId), request.pieceNumber);
    try {
      const { piece } = reading;
      for (let left = piece.length; left > 0; left -= chunkBytes) {
        await limiter.acquire(Math.min(left, chunkBytes), signal, shareOf(request.taskId, 0));
      }
      const content = Buffer.allocUnsafe(piece.length);
      for (let done = 0; done < content.length; ) {
        const got = await reading.read(content.subarray(done), done);
        if (got === 0) throw new Failure('storage', `piece ${piece.number} is shorter than recorded; try again`);
        done += got;
      }
      return { piece: { ...pieceMessage(piece), content }, digest: piece.digest };
    } finally {
      reading.release();
    }
  }

  #check({ taskId: id }: Named): void {
    if (this.#options.store.task(taskId(id))?.kind !== 'cache') {
      throw new Failure('notFound', `no cache task ${id} on this host`);
    }
  }
}
