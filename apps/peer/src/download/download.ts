import { Failure, type PeerId, type PieceSpan, pieceSpans, type TaskId } from '@damselfly/core';
import type { ByteRange } from '../source/source.ts';
import type { PieceStore, StoredPiece, TaskLease } from '../storage/store.ts';
import type { ContentFacts, DownloadRequest } from './download-request.ts';
import type { TaskRun } from './task-run.ts';
import { Wake } from './wake.ts';

export interface DownloadOptions {
  readonly run: TaskRun;
  readonly store: PieceStore;
  readonly request: DownloadRequest;
  readonly facts: ContentFacts;
}

const lookAgainMs = 60_000;

/** One caller's share in a run: the pieces it asked for, as they come. Close it when done. */
export class Download {
  readonly task: TaskId;
  readonly peer: PeerId;
  readonly facts: ContentFacts;
  /** The bytes asked for, cut to the content. */
  readonly range: ByteRange;
  /** The pieces that cover them. */
  readonly spans: readonly PieceSpan[];
  readonly #run: TaskRun;
  readonly #store: PieceStore;
  readonly #request: DownloadRequest;
  readonly #lease: TaskLease | undefined;
  readonly #wake = new Wake();
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor({ run, store, request, facts }: DownloadOptions) {
    this.#run = run;
    this.#store = store;
    this.#request = request;
    this.task = run.task;
    this.peer = run.peer;
    this.facts = facts;
    const start = request.range?.start ?? 0;
    this.range = { start, length: Math.min(request.range?.length ?? facts.contentLength, facts.contentLength - start) };
    this.spans = pieceSpans(facts.contentLength, facts.pieceLength, this.range.start, this.range.length);
    this.#lease = store.hold(run.task);
    this.#unsubscribe = store.onPiece(run.task, () => this.#wake.notify());
    const over = () => this.#wake.notify();
    run.done.then(over, over);
  }

  /** True when every piece asked for is there. */
  get complete(): boolean {
    const held = this.#store.task(this.task)?.finishedPieces;
    return this.spans.every(({ number }) => held?.has(number) === true);
  }

  /**
   * Each piece once, in the order they come; with `inOrder` in the content's. Ends when the last is there and, for the
   * whole content, has been compared. Throws what ends the run before.
   */
  async *pieces(signal: AbortSignal, inOrder = false): AsyncGenerator<StoredPiece> {
    const todo = new Set(this.spans.map(({ number }) => number));
    let over: { failure?: unknown } | undefined;
    this.#run.done.then(
      () => {
        over = {};
      },
      (failure: unknown) => {
        over = { failure };
      },
    );
    while (todo.size > 0) {
      const piece = this.#next(todo, inOrder);
      if (piece !== undefined) {
        todo.delete(piece.number);
        yield piece;
        continue;
      }
      if (signal.aborted) throw new Failure('cancelled', 'the caller left', { cause: signal.reason });
      if (over !== undefined) throw over.failure ?? new Failure('internal', 'a download ended without its pieces');
      await this.#wake.wait(lookAgainMs, signal);
    }
    await this.#compared(signal);
  }

  /** Tells the run where somebody reads, so that it fetches from there on first. */
  readAt(number: number): void {
    this.#run.readAt(number);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    this.#lease?.release();
    this.#run.leave();
  }

  #next(todo: ReadonlySet<number>, inOrder: boolean): StoredPiece | undefined {
    for (const number of todo) {
      const piece = this.#store.piece(this.task, number);
      if (piece !== undefined || inOrder) return piece;
    }
    return undefined;
  }

  async #compared(signal: AbortSignal): Promise<void> {
    if (this.range.length < this.facts.contentLength) return;
    await this.#run.done;
    const { digest } = this.#request;
    if (digest !== undefined && digest !== this.#run.request.digest) {
      await this.#store.finish(this.task, { digest, signal });
    }
  }
}
