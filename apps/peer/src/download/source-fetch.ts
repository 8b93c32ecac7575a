import { Failure, type PieceSpan, type TaskId } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { Share } from '../rate/fair-queue.ts';
import { paceOf, type RateLimiter } from '../rate/rate-limiter.ts';
import type { Source, SourceBody, SourceReadRequest, SourceStat } from '../source/source.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import { PieceAssembly } from './piece-assembly.ts';
import { PieceLanes } from './piece-lanes.ts';
import { type Segment, segments } from './source-segments.ts';

export interface SourceFetchOptions {
  readonly task: TaskId;
  readonly source: Source;
  readonly request: SourceReadRequest;
  readonly store: Pick<PieceStore, 'writePiece' | 'settleLength' | 'task'>;
  readonly buffers: BufferPool;
  /** All that comes from sources, and all that comes in at all. */
  readonly limiters: readonly RateLimiter[];
  readonly share: Share;
  /** Range requests at once, at most. */
  readonly parallel: number;
  readonly retryDelayMs: number;
  readonly log: Log;
  readonly onPiece: (piece: StoredPiece) => void;
}

/** How often a body that broke off is asked for again without a single new piece. */
const maxFruitless = 2;

/**
 * Fetches pieces from the source into the store: each byte once, by several ranges at a time where the origin has
 * them, else by one stream from the start. A body that breaks off is continued where it broke.
 */
export class SourceFetch {
  readonly #options: SourceFetchOptions;
  readonly #lanes: PieceLanes;
  /** Called when there may be room for another range. */
  #onWider: () => void = () => undefined;

  constructor(options: SourceFetchOptions) {
    this.#options = options;
    this.#lanes = new PieceLanes(options.parallel);
  }

  /** Fetches the missing pieces of a task whose length is known. Throws what the source throws. */
  async pieces(missing: readonly PieceSpan[], stat: SourceStat, signal: AbortSignal): Promise<void> {
    const request = { ...this.#options.request, contentLength: stat.contentLength, validators: stat.validators };
    if (stat.acceptsRanges) {
      try {
        await this.#byRanges(missing, request, signal);
        return;
      } catch (thrown) {
        // It said it has ranges and sent everything all the same.
        if (!(thrown instanceof Failure) || thrown.origin?.statusCode !== 200 || signal.aborted) throw thrown;
      }
    }
    const { store, task } = this.#options;
    const left = () => missing.filter(({ number }) => !store.task(task)?.finishedPieces.has(number));
    await this.#again(left, () => this.#stream(left(), request, signal), signal);
  }

  /**
   * Fetches everything of a source that does not say how much there is, and settles the task's length. When it fails,
   * the pieces stored so far are of no use: the next answer may be another one.
   */
  async unknownLength(pieceLength: number, signal: AbortSignal): Promise<void> {
    const { task, store } = this.#options;
    const body = await this.#options.source.read(this.#options.request, signal);
    const assembly = this.#assembly(signal);
    let number = 0;
    const span = () => ({ number, offset: number * pieceLength, length: assembly.filled });
    try {
      for await (const chunk of this.#limited(body, signal)) {
        for (let rest = chunk; rest.length > 0; ) {
          rest = rest.subarray(await assembly.take(rest, pieceLength));
          if (assembly.filled < pieceLength) continue;
          await assembly.store(span());
          number += 1;
        }
      }
      const contentLength = number * pieceLength + assembly.filled;
      if (assembly.filled > 0) await assembly.store(span());
      await store.settleLength(task, contentLength);
    } finally {
      assembly.release();
    }
  }

  async #byRanges(missing: readonly PieceSpan[], request: SourceReadRequest, signal: AbortSignal): Promise<void> {
    const { parallel } = this.#options;
    const queue = segments(missing, parallel);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const running = new Set<Promise<void>>();
    const work = async () => {
      // Its own place counts as taken.
      while (running.size <= this.#lanes.count) {
        const segment = queue.shift();
        if (segment === undefined) return;
        const left = () => this.#left(segment);
        await this.#again(left, () => this.#range(left(), request, either), either);
      }
    };
    const start = () => {
      while (running.size < this.#lanes.count && queue.length > 0 && !either.aborted) {
        const worker = work()
          .catch((thrown: unknown) => stop.abort(thrown))
          .finally(() => running.delete(worker));
        running.add(worker);
      }
    };
    this.#onWider = start;
    start();
    while (running.size > 0) {
      await Promise.race(running);
      start();
    }
    if (stop.signal.aborted) throw stop.signal.reason;
  }

  #left({ spans }: Segment): readonly PieceSpan[] {
    const { store, task } = this.#options;
    return spans.filter(({ number }) => !store.task(task)?.finishedPieces.has(number));
  }

  async #range(spans: readonly PieceSpan[], request: SourceReadRequest, signal: AbortSignal): Promise<void> {
    const start = spans[0]?.offset ?? 0;
    const last = spans.at(-1);
    const length = (last === undefined ? 0 : last.offset + last.length) - start;
    const body = await this.#options.source.read({ ...request, range: { start, length } }, signal);
    await this.#fill(spans, start, body, signal);
  }

  async #stream(spans: readonly PieceSpan[], request: SourceReadRequest, signal: AbortSignal): Promise<void> {
    const body = await this.#options.source.read({ ...request, range: undefined }, signal);
    await this.#fill(spans, 0, body, signal);
  }

  /** Puts a body that begins at `position` into the pieces it covers, ascending; skips what is not asked for. */
  async #fill(spans: readonly PieceSpan[], position: number, body: SourceBody, signal: AbortSignal): Promise<void> {
    const assembly = this.#assembly(signal);
    const todo = [...spans];
    let at = position;
    try {
      for await (const chunk of this.#limited(body, signal)) {
        for (let rest = chunk; rest.length > 0; ) {
          const span = todo[0];
          if (span === undefined) return;
          const skip = Math.min(rest.length, Math.max(0, span.offset - at));
          rest = rest.subarray(skip);
          const taken = rest.length === 0 ? 0 : await assembly.take(rest, span.length);
          rest = rest.subarray(taken);
          at += skip + taken;
          if (assembly.filled < span.length) continue;
          await assembly.store(span);
          todo.shift();
          if (todo.length === 0) return;
        }
      }
    } finally {
      assembly.release();
    }
    if (todo.length > 0) throw new Failure('unavailable', `the origin's answer ended before piece ${todo[0]?.number}`);
  }

  /** Runs `attempt` until nothing is left; one that brings nothing may be repeated twice. */
  async #again(left: () => readonly PieceSpan[], attempt: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (let fruitless = 0; left().length > 0; ) {
      const before = left().length;
      try {
        await attempt();
      } catch (thrown) {
        fruitless = left().length < before ? 0 : fruitless + 1;
        if (!mayPass(thrown) || fruitless > maxFruitless || signal.aborted) throw thrown;
        this.#options.log.info({ task: this.#options.task, err: thrown }, 'the source broke off; continuing');
        if ((await pause(this.#options.retryDelayMs, signal)) === 'aborted') throw thrown;
      }
    }
  }

  #assembly(signal: AbortSignal): PieceAssembly {
    const { task, store, buffers } = this.#options;
    const onPiece = (piece: StoredPiece) => {
      this.#lanes.delivered('source', piece.length, piece.costMs);
      this.#options.onPiece(piece);
      this.#onWider();
    };
    return new PieceAssembly({ task, store, buffers, onPiece, signal });
  }

  async *#limited({ chunks }: SourceBody, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const pace = paceOf(this.#options.limiters, signal, this.#options.share);
    for await (const chunk of chunks) {
      await pace(chunk.length);
      yield chunk;
    }
  }
}

/** True when asking again may help: the connection broke, the body ended early, or the server was in trouble. */
function mayPass(thrown: unknown): boolean {
  const failure = Failure.from(thrown);
  const troubled = failure.code === 'origin' && (failure.origin?.statusCode ?? 0) >= 500;
  return troubled || failure.code === 'unavailable' || failure.code === 'timeout';
}
