import { Failure, type PeerId, type PieceSpan, type TaskId } from '@damselfly/core';
import { type Log, traced } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { Share } from '../rate/fair-queue.ts';
import type { FairSlots } from '../rate/fair-slots.ts';
import type { Pace } from '../rate/rate-limiter.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import type { ParentAddress, PieceTransport } from '../transport/transport.ts';
import type { DownloadMetrics } from './download-metrics.ts';
import { hedgeDueMs } from './hedge.ts';
import type { CountedTransfer, ParentSet } from './parent-set.ts';
import { PieceLanes } from './piece-lanes.ts';
import { nextPiece } from './piece-order.ts';

export interface SwarmFetchOptions {
  readonly task: TaskId;
  readonly parents: ParentSet;
  readonly store: Pick<PieceStore, 'writePiece' | 'piece'>;
  readonly transport: PieceTransport;
  readonly buffers: BufferPool;
  /** How fast bytes of a piece may come in. */
  readonly pace: (number: number) => Pace;
  /** Transfers of the whole daemon. */
  readonly slots: FairSlots;
  readonly share: Share;
  /** Transfers of this task at most. */
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
  /** Called after every transfer, well or badly ended, and when there is reason to pump again. */
  readonly changed: () => void;
}

/** A parent that has sent nothing for so long has others to serve first. */
const queuedMs = 100;
/** So many transfers that wait at their parents take no lane. */
const mostQueued = 2;
/** A parent that has no room is asked again after one to two times this. */
const busyMs = 200;

interface Attempt {
  readonly address: ParentAddress;
  /** Undefined while it waits for memory, and once the bytes are here. */
  startedAtMs: number | undefined;
  receivedBytes: number;
  /** This host's own limit slows it: another parent would not be faster. */
  paced: boolean;
  /** Aborted when another parent was faster, and with the download. */
  readonly stop: AbortController;
}

interface PieceFlight {
  readonly span: PieceSpan;
  readonly attempts: Set<Attempt>;
}

/** Moves pieces from parents into the store, several at a time. Whoever owns it says when to look for more to do. */
export class SwarmFetch {
  readonly #options: SwarmFetchOptions;
  readonly #underWay = new Map<number, PieceFlight>();
  readonly #running = new Set<Promise<void>>();
  readonly #lanes: PieceLanes;
  /** A turn that was waited for and is not used yet. */
  #turn: (() => void) | undefined;
  #waitingForTurn = false;
  #lookAgain: NodeJS.Timeout | undefined;

  constructor(options: SwarmFetchOptions) {
    this.#options = options;
    this.#lanes = new PieceLanes(options.concurrency);
  }

  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  /**
   * Starts as many transfers as there is room and somebody to ask for. `missing` is ascending. When every missing piece is
   * under way, those that take too long are asked of a second parent, and whoever comes first is taken. What the reader
   * waits for gets a second parent at any time.
   */
  pump(missing: readonly PieceSpan[], reader: number | undefined): void {
    const { parents, random } = this.#options;
    clearTimeout(this.#lookAgain);
    const spans = new Map(missing.filter(({ number }) => !this.#underWay.has(number)).map((s) => [s.number, s]));
    const copies = (number: number) => parents.copies(number);
    const { room, soonestMs } = this.#room();
    while (this.#running.size < room && spans.size > 0) {
      const number = nextPiece({ missing: [...spans.keys()], copies, reader, random: random() });
      const span = number === undefined ? undefined : spans.get(number);
      const from = span === undefined ? undefined : parents.bestFor(span);
      if (span === undefined || from === undefined) break;
      if (!this.#start(span, from.address)) return;
      spans.delete(span.number);
    }
    this.#hedge(reader, spans.size === 0, soonestMs);
    this.#turn?.();
    this.#turn = undefined;
  }

  /** True when nothing is under way and nobody holds, or may still get, one of the missing pieces. */
  exhausted(missing: readonly PieceSpan[]): boolean {
    return !this.busy && !missing.some(({ number }) => this.#options.parents.hopeFor(number));
  }

  /** Waits for the transfers under way; abort the signal first to end them early. */
  async settle(): Promise<void> {
    clearTimeout(this.#lookAgain);
    await Promise.all(this.#running);
    this.#turn?.();
    this.#turn = undefined;
  }

  /** How many transfers there may be, and when that may change by itself. */
  #room(): { readonly room: number; readonly soonestMs: number | undefined } {
    const nowMs = performance.now();
    let queued = 0;
    let soonestMs: number | undefined;
    for (const { attempts } of this.#underWay.values()) {
      for (const { startedAtMs, receivedBytes } of attempts) {
        if (startedAtMs === undefined || receivedBytes > 0) continue;
        const leftMs = queuedMs - (nowMs - startedAtMs);
        if (leftMs <= 0) queued += 1;
        else soonestMs = sooner(soonestMs, leftMs);
      }
    }
    return { room: Math.min(this.#options.concurrency, this.#lanes.count + Math.min(queued, mostQueued)), soonestMs };
  }

  /** Transfers that are late get a rival: all in the tail, before that the reader's, even beyond the room there is. */
  #hedge(reader: number | undefined, tail: boolean, lookAgainMs: number | undefined): void {
    const { parents, metrics, changed } = this.#options;
    const nowMs = performance.now();
    let soonestMs = sooner(parents.freeInMs(), lookAgainMs);
    for (const flight of this.#underWay.values()) {
      const [only] = flight.attempts;
      const isReaders = flight.span.number === reader;
      if (!tail && !isReaders) continue;
      if (flight.attempts.size !== 1 || only?.startedAtMs === undefined || only.paced) continue;
      const room = this.#running.size < this.#lanes.count + (isReaders ? 1 : 0);
      const rival = parents.bestFor(flight.span, only.address.host);
      if (!room || rival === undefined) continue;
      const { receivedBytes, startedAtMs } = only;
      const progress = { elapsedMs: nowMs - startedAtMs, receivedBytes, lengthBytes: flight.span.length };
      const dueInMs = hedgeDueMs(progress, rival);
      if (dueInMs > 0) soonestMs = sooner(soonestMs, dueInMs);
      else if (this.#start(flight.span, rival.address)) metrics.hedgedPieces.inc();
    }
    if (soonestMs !== undefined) this.#lookAgain = setTimeout(changed, Math.ceil(soonestMs));
  }

  /** False when the daemon's turns are all taken: `changed` is called when this task's comes. */
  #start(span: PieceSpan, address: ParentAddress): boolean {
    const { slots } = this.#options;
    const giveBack = this.#turn ?? slots.tryTake();
    this.#turn = undefined;
    if (giveBack === undefined) {
      void this.#awaitTurn();
      return false;
    }
    const stop = new AbortController();
    const attempt: Attempt = { address, startedAtMs: undefined, receivedBytes: 0, paced: false, stop };
    const flight = this.#underWay.get(span.number) ?? { span, attempts: new Set() };
    flight.attempts.add(attempt);
    this.#underWay.set(span.number, flight);
    const running = this.#transfer(flight, attempt).finally(() => {
      giveBack();
      this.#running.delete(running);
      flight.attempts.delete(attempt);
      if (flight.attempts.size === 0) this.#underWay.delete(span.number);
      this.#options.changed();
    });
    this.#running.add(running);
    return true;
  }

  async #awaitTurn(): Promise<void> {
    if (this.#waitingForTurn) return;
    this.#waitingForTurn = true;
    const { slots, share, signal, changed } = this.#options;
    try {
      this.#turn = await slots.take(signal, share);
    } catch {
      // Aborted: there is nothing left to take turns for.
    }
    this.#waitingForTurn = false;
    if (signal.aborted) this.#turn?.();
    changed();
  }

  async #transfer(flight: PieceFlight, attempt: Attempt): Promise<void> {
    const { parents, onPiece, onBroken, signal } = this.#options;
    const { span } = flight;
    const { address, stop } = attempt;
    const count = parents.begin(address.peer, span.length);
    const onAbort = () => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) stop.abort();
    try {
      const { number, length } = span;
      const attributes = { 'piece.number': number, 'piece.bytes': length, 'parent.id': address.peer };
      const piece = await traced('piece', { kind: 'client', attributes }, () => this.#bring(flight, attempt, count));
      if (piece !== undefined) onPiece(piece);
    } catch (thrown) {
      if (stop.signal.aborted) {
        this.#outrun(attempt, count);
        return;
      }
      const failure = thrown instanceof Refusal ? thrown.failure : Failure.from(thrown);
      if (thrown instanceof Refusal && (failure.code === 'exhausted' || failure.code === 'conflict')) {
        count.ended();
        const forMs = busyMs * (1 + this.#options.random());
        if (failure.code === 'exhausted') parents.busy(address.peer, forMs);
        else parents.busy(address.peer, forMs, span.number);
        return;
      }
      const damaged = failure.code === 'corrupt';
      if (thrown instanceof Refusal || damaged) {
        count.failed(span.number, damaged);
        this.#refused(span.number, address, failure);
      } else {
        count.ended();
        onBroken(failure);
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Undefined when a rival's copy was stored first. */
  async #bring(flight: PieceFlight, attempt: Attempt, count: CountedTransfer): Promise<StoredPiece | undefined> {
    const { task, buffers, transport, store, pace } = this.#options;
    const { span } = flight;
    const { address, stop } = attempt;
    const buffer = await buffers.acquire(span.length, stop.signal);
    try {
      const startedAtMs = performance.now();
      attempt.startedAtMs = startedAtMs;
      const ownPace = pace(span.number);
      const watched: Pace = (bytes) => {
        const wait = ownPace(bytes);
        attempt.receivedBytes += bytes;
        attempt.paced ||= wait !== undefined;
        return wait;
      };
      const fetching = transport.fetch({ task, ...span }, address, buffer.bytes, stop.signal, watched);
      const got = await fromParent(fetching);
      const costMs = performance.now() - startedAtMs;
      attempt.startedAtMs = undefined;
      this.#lanes.delivered(address.host, span.length, costMs);
      if (store.piece(task, span.number) !== undefined) {
        count.delivered(costMs);
        return undefined;
      }
      const origin = { digest: got.digest, crc32: got.crc32, parent: address.peer, costMs };
      const piece = await store.writePiece(task, span, buffer.bytes, { ...origin, trafficType: 'remotePeer' });
      count.delivered(costMs);
      for (const rival of flight.attempts) if (rival !== attempt) rival.stop.abort();
      return piece.parent === address.peer ? piece : undefined;
    } finally {
      buffer.release();
    }
  }

  #outrun({ startedAtMs }: Attempt, count: CountedTransfer): void {
    if (this.#options.signal.aborted || startedAtMs === undefined) count.ended();
    else count.outrun(performance.now() - startedAtMs);
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

const sooner = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

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
