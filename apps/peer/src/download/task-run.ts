import { setMaxListeners } from 'node:events';
import { Failure, type PeerId, type PieceSpan, pieceCount, pieceSpans, type TaskId } from '@damselfly/core';
import { traced } from '@damselfly/core/node';
import { sizeLevel } from '../metrics/size-level.ts';
import { shareOf } from '../rate/priority.ts';
import type { ByteRange } from '../source/source.ts';
import type { TaskLease } from '../storage/store.ts';
import { type Learnt, learnContent, taskSpec } from './content-facts.ts';
import type { ContentFacts, DownloadRequest } from './download-request.ts';
import { falsePieces, piecesOf } from './false-pieces.ts';
import { type DownloadParts, Gathering } from './gathering.ts';
import { SourceFetch } from './source-fetch.ts';

/** `common.v2.TaskType`. */
const kindNumbers = { standard: 0, persistent: 1, persistentCache: 2, cache: 3 } as const;

/** One download of one task in this process; every caller that wants the task meanwhile joins it. */
export class TaskRun {
  readonly task: TaskId;
  readonly peer: PeerId;
  readonly request: DownloadRequest;
  /** Known before the first byte, or after the last one where the source does not say. Rejects as the run does. */
  readonly facts: Promise<ContentFacts>;
  /** Fulfilled when everything wanted is stored and compared. */
  readonly done: Promise<void>;
  readonly #parts: DownloadParts;
  readonly #stop = new AbortController();
  /** Ranges asked for and not yet cut into pieces; without one it is everything. */
  readonly #unplanned: { readonly range: ByteRange | undefined; readonly ahead: boolean }[] = [];
  readonly #wanted = new Map<number, PieceSpan>();
  /** Pieces nobody waits for yet. */
  readonly #ahead = new Map<number, PieceSpan>();
  readonly #leases: TaskLease[] = [];
  #known: ContentFacts | undefined;
  #gathering: Gathering | undefined;
  #reader: number | undefined;
  #listeners = 0;
  #detached = false;
  #closing = false;

  constructor(parts: DownloadParts, request: DownloadRequest) {
    this.#parts = parts;
    // One for every transfer under way and what it waits for.
    setMaxListeners(0, this.#stop.signal);
    this.request = request;
    this.task = request.task;
    this.peer = parts.makePeerId();
    const facts = resolvers<ContentFacts>();
    this.facts = facts.promise;
    this.done = this.#run(facts.resolve);
    this.done.catch(facts.reject);
    // Whoever joined hears of a failure; a run nobody listens to any more must not end the process.
    facts.promise.catch(() => undefined);
  }

  /** Adds a listener who wants `range` (everything when absent). False: the run is ending, start another. */
  join({ range, detached, ahead = false }: Pick<DownloadRequest, 'range' | 'detached' | 'ahead'>): boolean {
    if (this.#closing) return false;
    this.#listeners += 1;
    this.#detached ||= detached;
    this.#unplanned.push({ range, ahead });
    this.#gathering?.wake();
    return true;
  }

  /** The last listener to leave ends a run on which nobody else depends. */
  leave(): void {
    this.#listeners -= 1;
    if (this.#listeners <= 0 && !this.#detached) this.cancel('nobody wants it any more');
  }

  cancel(why: string): void {
    this.#stop.abort(new Failure('cancelled', why));
  }

  /** Fetches what a reader at this piece needs first. */
  readAt(number: number): void {
    this.#reader = number;
    this.#gathering?.wake();
  }

  async #run(tellFacts: (facts: ContentFacts) => void): Promise<void> {
    const { metrics } = this.#parts;
    const { tag, application, priority } = this.request;
    const type = kindNumbers[this.request.kind ?? 'standard'];
    const labels = { type, tag, app: application, priority };
    const startedAtMs = performance.now();
    metrics.tasks.inc(labels);
    metrics.concurrent.inc(labels);
    try {
      const attributes = { 'task.id': this.task, 'task.type': type, 'peer.id': this.peer };
      await traced('download', { attributes }, () => this.#download(tellFacts));
      const level = sizeLevel(this.#known?.contentLength ?? 0);
      metrics.duration.observe({ task_type: type, task_size_level: level }, performance.now() - startedAtMs);
    } catch (thrown) {
      const failure = this.#stop.signal.aborted ? Failure.from(this.#stop.signal.reason) : Failure.from(thrown);
      if (failure.code !== 'cancelled') metrics.failures.inc(labels);
      await this.#fail(failure);
      throw failure;
    } finally {
      this.#closing = true;
      metrics.concurrent.dec(labels);
      for (const lease of this.#leases) lease.release();
    }
  }

  async #download(tellFacts: (facts: ContentFacts) => void): Promise<void> {
    const { store } = this.#parts;
    const learnt = await learnContent({ ...this.#parts, request: this.request }, this.#stop.signal);
    this.#leases.push(await store.open(taskSpec(this.request, learnt), expectedBytes(this.request, learnt)));
    if (this.request.digest !== undefined) store.expect(this.task, this.request.digest);
    const facts =
      learnt.contentLength === undefined
        ? await this.#untilItEnds(learnt)
        : { ...learnt, contentLength: learnt.contentLength };
    this.#known = facts;
    if (this.request.range !== undefined && this.request.range.start >= facts.contentLength) {
      throw new Failure('invalid', `the range begins at byte ${this.request.range.start} of ${facts.contentLength}`);
    }
    tellFacts(facts);
    if (this.#missing().length > 0) await this.#gather(facts, learnt, false);
    this.#closing = true;
    await this.#finish(facts, learnt);
    if (learnt.contentLength === undefined) this.#parts.onUnannounced(this.task);
  }

  /** Brings what is missing; with `sourceOnly` it comes from nowhere else. */
  async #gather(facts: ContentFacts, learnt: Learnt, sourceOnly: boolean): Promise<void> {
    const gathering = new Gathering({
      parts: this.#parts,
      request: this.request,
      peer: this.peer,
      facts,
      stat: learnt.stat,
      sourceOnly,
      missing: () => this.#missing(),
      awaited: (number) => this.#wanted.has(number),
      reader: () => this.#reader,
      signal: this.#stop.signal,
    });
    this.#gathering = gathering;
    await gathering.run();
  }

  /** Marks the task finished once its digest fits; content that others gave wrongly is fetched again from the source. */
  async #finish(facts: ContentFacts, learnt: Learnt): Promise<void> {
    const { store, log } = this.#parts;
    const { digest, disableBackToSource } = this.request;
    const signal = this.#stop.signal;
    const stored = store.task(this.task);
    const whole = stored?.finishedPieces.size === pieceCount(facts.contentLength, facts.pieceLength);
    const compare = { signal, ...(digest === undefined ? {} : { digest }) };
    if (whole && (stored.state !== 'finished' || digest !== undefined)) {
      const before = piecesOf(store, this.task);
      try {
        await store.finish(this.task, compare);
      } catch (thrown) {
        const failure = Failure.from(thrown);
        const othersMayBeWrong = this.#gathering === undefined || this.#gathering.trustedOthers;
        if (failure.code !== 'corrupt' || disableBackToSource || !othersMayBeWrong) throw failure;
        log.warn(
          { task: this.task, err: failure },
          'the content is not what was promised; fetching it from the source',
        );
        if (stored.state === 'finished') await store.delete(this.task);
        this.#leases.push(await store.open(taskSpec(this.request, learnt)));
        if (this.#gathering === undefined) await this.#gather(facts, learnt, true);
        else await this.#gathering.runFromSource('the content from others is not what was promised');
        await store.finish(this.task, compare);
        for (const [parent, evidence] of falsePieces(store, this.task, before))
          this.#gathering?.blame(parent, evidence);
      }
    }
    await this.#gathering?.conclude(undefined);
  }

  /** Takes the whole stream of a source that does not say its length, and tells the swarm afterwards. */
  async #untilItEnds(learnt: Learnt): Promise<ContentFacts> {
    const { store, sourceLimiter, downloadLimiter, settings, metrics } = this.#parts;
    if (this.request.disableBackToSource) {
      throw new Failure('unavailable', 'no peer knows the length of this content, and the source may not be asked');
    }
    const fetch = new SourceFetch({
      ...this.#parts,
      task: this.task,
      request: this.request,
      limiters: [sourceLimiter, downloadLimiter],
      share: shareOf(this.task, this.request.priority),
      parallel: 1,
      retryDelayMs: settings.retryDelayMs,
      onPiece: ({ length }) => metrics.traffic.inc({ type: 'BACK_TO_SOURCE' }, length),
    });
    try {
      await fetch.unknownLength(learnt.pieceLength, this.#stop.signal);
    } catch (thrown) {
      // The next try may get another answer: pieces of two answers must not meet.
      await store.delete(this.task);
      throw thrown;
    }
    const contentLength = store.task(this.task)?.contentLength ?? 0;
    return { contentLength, pieceLength: learnt.pieceLength, header: learnt.header };
  }

  /** Wanted and not there, ascending; what nobody waits for comes last. */
  #missing(): PieceSpan[] {
    if (this.#known === undefined) return [];
    const { contentLength, pieceLength } = this.#known;
    for (const { range, ahead } of this.#unplanned.splice(0)) {
      const planned = ahead ? this.#ahead : this.#wanted;
      for (const span of pieceSpans(contentLength, pieceLength, range?.start, range?.length)) {
        planned.set(span.number, span);
      }
    }
    const awaited = this.#notHeld(this.#wanted);
    return awaited.length > 0 ? awaited : this.#notHeld(this.#ahead);
  }

  #notHeld(planned: ReadonlyMap<number, PieceSpan>): PieceSpan[] {
    const held = this.#parts.store.task(this.task)?.finishedPieces;
    return [...planned.values()]
      .filter(({ number }) => !held?.has(number))
      .sort((one, other) => one.number - other.number);
  }

  async #fail(failure: Failure): Promise<void> {
    this.#closing = true;
    await this.#gathering?.conclude(failure);
    if (this.#parts.store.task(this.task)?.state === 'partial') await this.#parts.store.fail(this.task, failure);
  }
}

/** How much of the content this request will bring; unknown when nobody said how much there is. */
function expectedBytes({ range }: DownloadRequest, { contentLength }: Learnt): number | undefined {
  if (range === undefined || contentLength === undefined) return undefined;
  return Math.max(0, Math.min(range.length, contentLength - range.start));
}

function resolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { promise, resolve, reject };
}
