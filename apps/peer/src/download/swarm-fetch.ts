import { Failure, type PeerId, type PieceSpan, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import type { ParentAddress, PieceTransport } from '../transport/transport.ts';
import type { DownloadMetrics } from './download-metrics.ts';
import type { ParentSet } from './parent-set.ts';
import { nextPiece } from './piece-order.ts';

export interface SwarmFetchOptions {
  readonly task: TaskId;
  readonly parents: ParentSet;
  readonly store: Pick<PieceStore, 'writePiece'>;
  readonly transport: PieceTransport;
  readonly buffers: BufferPool;
  readonly limiter: RateLimiter;
  readonly concurrency: number;
  readonly metrics: DownloadMetrics;
  readonly log: Log;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onPiece: (piece: StoredPiece) => void;
  /** A parent failed to give a piece; it is asked of another. */
  readonly onRefusal: (number: number, parent: PeerId) => void;
  /** This host cannot store: the download is over. */
  readonly onBroken: (failure: Failure) => void;
  /** Called after every transfer, well or badly ended. */
  readonly changed: () => void;
}

/** Moves pieces from parents into the store, several at a time. Whoever owns it says when to look for more to do. */
export class SwarmFetch {
  readonly #options: SwarmFetchOptions;
  readonly #underWay = new Map<number, Promise<void>>();

  constructor(options: SwarmFetchOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  /** Starts as many transfers as there is room and somebody to ask for. `missing` is ascending. */
  pump(missing: readonly PieceSpan[], reader: number | undefined): void {
    const { parents, concurrency, random } = this.#options;
    const spans = new Map(missing.filter(({ number }) => !this.#underWay.has(number)).map((s) => [s.number, s]));
    while (this.#underWay.size < concurrency && spans.size > 0) {
      const copies = (number: number) => parents.copies(number);
      const number = nextPiece({ missing: [...spans.keys()], copies, reader, random: random() });
      const span = number === undefined ? undefined : spans.get(number);
      const from = number === undefined ? undefined : parents.bestFor(number);
      if (span === undefined || from === undefined) return;
      spans.delete(span.number);
      this.#start(span, from.address);
    }
  }

  /** True when nothing is under way and nobody holds, or may still get, one of the missing pieces. */
  exhausted(missing: readonly PieceSpan[]): boolean {
    return !this.busy && !missing.some(({ number }) => this.#options.parents.hopeFor(number));
  }

  /** Waits for the transfers under way; abort the signal first to end them early. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #start(span: PieceSpan, address: ParentAddress): void {
    const transfer = this.#transfer(span, address).finally(() => {
      this.#underWay.delete(span.number);
      this.#options.changed();
    });
    this.#underWay.set(span.number, transfer);
  }

  async #transfer(span: PieceSpan, address: ParentAddress): Promise<void> {
    const { task, parents, limiter, buffers, transport, store, signal, onPiece, onBroken } = this.#options;
    const count = parents.begin(address.peer);
    try {
      await limiter.acquire(span.length, signal);
      const buffer = await buffers.acquire(span.length, signal);
      try {
        const startedAtMs = performance.now();
        const got = await fromParent(transport.fetch({ task, ...span }, address, buffer.bytes, signal));
        const costMs = performance.now() - startedAtMs;
        const origin = { digest: got.digest, crc32: got.crc32, parent: address.peer, costMs };
        const piece = await store.writePiece(task, span, buffer.bytes, { ...origin, trafficType: 'remotePeer' });
        count.delivered(span.length, costMs);
        onPiece(piece);
      } finally {
        buffer.release();
      }
    } catch (thrown) {
      const failure = thrown instanceof Refusal ? thrown.failure : Failure.from(thrown);
      const damaged = failure.code === 'corrupt';
      count.failed(span.number, damaged);
      if (signal.aborted) return;
      if (thrown instanceof Refusal || damaged) this.#refused(span.number, address, failure);
      else onBroken(failure);
    }
  }

  #refused(number: number, { peer }: ParentAddress, failure: Failure): void {
    const { log, metrics, onRefusal, task } = this.#options;
    if (failure.code === 'corrupt') {
      metrics.corruptedPieces.inc();
      log.warn({ task, piece: number, parent: peer, err: failure }, 'a parent sent a damaged piece');
    } else {
      log.info({ task, piece: number, parent: peer, err: failure }, 'a parent failed to send a piece');
    }
    metrics.refusedPieces.inc({ code: failure.code });
    onRefusal(number, peer);
  }
}

/** Tells what the parent did from what this host failed to do. */
class Refusal {
  readonly failure: Failure;

  constructor(failure: Failure) {
    this.failure = failure;
  }
}

async function fromParent<T>(fetching: Promise<T>): Promise<T> {
  try {
    return await fetching;
  } catch (thrown) {
    throw new Refusal(Failure.from(thrown));
  }
}
