import { Failure, type PeerId, type PieceSpan, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { FairSlots } from '../rate/fair-slots.ts';
import { shareOf } from '../rate/priority.ts';
import { type Pace, paceOf, type RateLimiter } from '../rate/rate-limiter.ts';
import type { Source, SourceStat } from '../source/source.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import type { PieceTransport } from '../transport/transport.ts';
import { Companions } from './companions.ts';
import type { DownloadMetrics } from './download-metrics.ts';
import type { ContentFacts, DownloadRequest } from './download-request.ts';
import type { HostSpeeds } from './host-speeds.ts';
import { ParentSet } from './parent-set.ts';
import type { PeerExchange } from './peer-exchange.ts';
import type { PieceFeed } from './piece-feed.ts';
import type { Evidence, Quarantine } from './quarantine.ts';
import { SchedulerTalk } from './scheduler-talk.ts';
import type { SchedulerReply, Scheduling } from './scheduling.ts';
import { SourceFetch } from './source-fetch.ts';
import { SwarmFetch } from './swarm-fetch.ts';
import { Wake } from './wake.ts';

/** Bounds of a download's waits and tries. */
export interface DownloadSettings {
  /** Pieces at once from parents. */
  readonly concurrentPieceCount: number;
  /** Range requests at once to a source. */
  readonly concurrentSourceCount: number;
  /** How long the scheduler may take to answer before the source is asked. */
  readonly scheduleTimeoutMs: number;
  /** How long all parents may be silent before others are asked for. */
  readonly stallTimeoutMs: number;
  /** How often other parents are asked for. */
  readonly maxScheduleCount: number;
  readonly retryDelayMs: number;
}

/** What every download of a daemon shares. */
export interface DownloadParts {
  readonly store: PieceStore;
  readonly source: Source;
  readonly transport: PieceTransport;
  readonly feed: PieceFeed;
  /** Absent: pieces come only from whom the scheduler names. */
  readonly exchange?: PeerExchange;
  readonly scheduling: Scheduling;
  readonly buffers: BufferPool;
  /** Everything that comes in. */
  readonly downloadLimiter: RateLimiter;
  /** What comes from sources; they count as coming in, too. */
  readonly sourceLimiter: RateLimiter;
  /** What nobody waits for yet; it counts as coming in, too. */
  readonly prefetchLimiter: RateLimiter;
  /** Transfers from parents, over all downloads. */
  readonly slots: FairSlots;
  readonly speeds: HostSpeeds;
  readonly quarantine: Quarantine;
  readonly settings: DownloadSettings;
  readonly metrics: DownloadMetrics;
  readonly log: Log;
  /** In [0, 1). */
  readonly random: () => number;
  readonly makePeerId: () => PeerId;
  /** Throws what forbids a download before it begins. */
  readonly admit?: (request: DownloadRequest) => void;
  /** A task is finished of which the schedulers have not heard. */
  readonly onUnannounced: (task: TaskId) => void;
}

export interface GatheringOptions {
  readonly parts: DownloadParts;
  readonly request: DownloadRequest;
  readonly peer: PeerId;
  readonly facts: ContentFacts;
  /** Absent: ask the source when it is needed. */
  readonly stat: SourceStat | undefined;
  /** Ask nobody but the source. */
  readonly sourceOnly: boolean;
  /** Wanted pieces that are not there, ascending; those nobody waits for only when there are no others. */
  readonly missing: () => PieceSpan[];
  /** Somebody waits for the piece. */
  readonly awaited: (number: number) => boolean;
  /** The piece somebody reading in order waits for. */
  readonly reader: () => number | undefined;
  readonly signal: AbortSignal;
}

/** Schedulers told in the middle of a fetch; beyond that something is wrong with them. */
const introductionLimit = 4;

/**
 * Brings the missing pieces together: does what the scheduler says, takes pieces from parents, and goes to the source
 * when told to or when nobody else is left. Losing the scheduler costs nothing while known parents deliver.
 */
export class Gathering {
  readonly #options: GatheringOptions;
  readonly #wake = new Wake();
  readonly #talk: SchedulerTalk;
  readonly #parents: ParentSet;
  readonly #swarm: SwarmFetch;
  readonly #companions: Companions;
  #toSource: string | undefined;
  #started = false;
  #forgiven = false;
  #fromSource = false;
  #broken: Failure | undefined;
  #introduction: Promise<void> = Promise.resolve();
  #introductions = 0;
  /** Aborted when somebody begins to wait: what is fetched ahead gives way. */
  #unhurried = new AbortController();
  /** Something came from elsewhere than this download's own visit to the source. */
  #trusted = false;

  constructor(options: GatheringOptions) {
    this.#options = options;
    const { parts, request, signal } = options;
    const { transport, feed, log, settings, speeds } = parts;
    const changed = () => this.#wake.notify();
    const { task } = request;
    this.#parents = new ParentSet({
      ...{ task, feed, log, changed, speeds, quarantine: parts.quarantine },
      canReach: (address) => transport.canReach(address),
      onLost: () => parts.metrics.lostParents.inc(),
    });
    this.#swarm = new SwarmFetch({
      ...parts,
      task,
      parents: this.#parents,
      share: shareOf(task, request.priority),
      pace: (number) => this.#paceOf(number),
      concurrency: request.concurrentPieceCount ?? settings.concurrentPieceCount,
      signal,
      changed,
      onPiece: (piece) => this.#stored(piece),
      onRefusal: (number, parent) => this.#talk.report({ kind: 'pieceFailed', number, parent }),
      onBroken: (failure) => {
        this.#broken ??= failure;
      },
    });
    const { scheduling, makePeerId, exchange } = parts;
    const { peer, facts } = options;
    this.#companions = new Companions({
      ...{ task, peer, exchange, log },
      onCompanion: (companion) => {
        if (this.#toSource === undefined) this.#parents.offer([companion], this.#missingNumbers(), 'companion');
      },
    });
    const { scheduleTimeoutMs, maxScheduleCount } = settings;
    const bounds = { scheduleTimeoutMs, maxScheduleCount, wake: this.#wake, log, signal };
    const onLost = () => this.#schedulerLost();
    const onAlone = () => parts.metrics.unscheduled.inc();
    this.#talk = new SchedulerTalk({ scheduling, request, facts, peer, makePeerId, onLost, onAlone, ...bounds });
    this.#toSource = options.sourceOnly ? 'only the source is asked' : undefined;
  }

  /** True when a piece may have been wrong before this download could see it at its source. */
  get trustedOthers(): boolean {
    return this.#trusted;
  }

  /** Looks at `missing` again: more may be wanted. */
  wake(): void {
    this.#wake.notify();
    const first = this.#options.missing()[0];
    if (first === undefined || !this.#options.awaited(first.number)) return;
    this.#unhurried.abort();
    this.#unhurried = new AbortController();
  }

  /** Returns when nothing is missing. Throws what makes the download impossible. */
  async run(): Promise<void> {
    const { missing, signal } = this.#options;
    if (this.#toSource === undefined) await this.#register();
    while (missing().length > 0) {
      if (signal.aborted) throw new Failure('cancelled', 'the download was cancelled', { cause: signal.reason });
      if (this.#broken !== undefined) throw this.#broken;
      const reply = this.#talk.nextReply();
      if (reply !== undefined) this.#obey(reply);
      else if (this.#toSource !== undefined) await this.#goToSource(this.#toSource);
      else await this.#takeFromParents();
    }
    // A piece can be there while its transfer still has to be reported.
    await this.#swarm.settle();
  }

  /** Fetches what is missing from the source, whoever else has it: what others gave was wrong. */
  async runFromSource(why: string): Promise<void> {
    this.#toSource = why;
    await this.run();
  }

  /** Tells the scheduler of pieces a parent gave wrongly, and takes nothing from its host for a while. */
  blame(parent: PeerId, evidence: readonly Evidence[]): void {
    for (const { number } of evidence) this.#talk.report({ kind: 'pieceFailed', number, parent });
    const host = this.#parents.hostOf(parent);
    if (host !== undefined) this.#options.parts.quarantine.lied(host, evidence);
  }

  /** Tells the scheduler how it ended and lets go of the parents. */
  async conclude(failure: Failure | undefined): Promise<void> {
    const description = failure?.message ?? '';
    await this.#introduction;
    await this.#companions.close();
    if (failure === undefined) this.#talk.end({ kind: this.#fromSource ? 'backToSourceFinished' : 'finished' });
    else this.#talk.end({ kind: this.#fromSource ? 'backToSourceFailed' : 'failed', description });
    await this.#parents.close();
    await this.#swarm.settle();
  }

  async #register(): Promise<void> {
    if (!(await this.#talk.register())) this.#toSource = 'no scheduler can be reached';
  }

  /**
   * While this peer fetches from the source, the next scheduler hears of it at once: it would send another one there for
   * the peers that ask it. Everybody else asks when there is something to ask.
   */
  #schedulerLost(): void {
    const { signal } = this.#options;
    if (!this.#fromSource || signal.aborted || this.#introductions >= introductionLimit) return;
    this.#introductions += 1;
    this.#introduction = this.#introduce();
  }

  /** Never rejects: the fetch goes on without a scheduler, too. */
  async #introduce(): Promise<void> {
    const { parts, request } = this.#options;
    try {
      if (!(await this.#talk.register())) return;
      this.#talk.report({ kind: 'backToSourceStarted', description: 'it was there when the last scheduler left' });
      this.#reportHeld();
    } catch (err) {
      parts.log.info({ task: request.task, err }, 'the next scheduler does not know who fetches');
    }
  }

  #obey(reply: SchedulerReply): void {
    switch (reply.kind) {
      case 'parents':
        this.#start();
        // Before the pieces are asked for: a parent that knows this peer meets others shares its first copies out.
        if (this.#isDivided) this.#companions.meetAt(reply.parents);
        this.#parents.offer(reply.parents, this.#missingNumbers());
        return;
      case 'backToSource':
        this.#toSource = reply.description || 'the scheduler says so';
        return;
      case 'empty':
      case 'metadataOnly':
        this.#toSource = 'the scheduler knows of nothing to fetch';
        return;
      default:
        reply satisfies never;
    }
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#talk.report({ kind: 'started' });
    this.#reportHeld();
  }

  #reportHeld(): void {
    const { parts, request } = this.#options;
    for (const number of parts.store.task(request.task)?.finishedPieces ?? []) {
      const piece = parts.store.piece(request.task, number);
      if (piece === undefined) continue;
      this.#trusted = true;
      this.#talk.report({ kind: 'pieceFinished', piece: { ...piece, trafficType: 'localPeer' } });
    }
  }

  /** Peers can give each other parts of it. One piece comes from whoever has all of it, as soon as from anybody. */
  get #isDivided(): boolean {
    const { contentLength, pieceLength } = this.#options.facts;
    return contentLength > pieceLength;
  }

  async #takeFromParents(): Promise<void> {
    const missing = this.#options.missing();
    this.#parents.want(missing.map(({ number }) => number));
    this.#swarm.pump(missing, this.#options.reader());
    if (this.#swarm.busy || this.#parents.size > 0) {
      if (this.#swarm.exhausted(missing) && !this.#talk.awaiting) await this.#askForMore();
      else await this.#awaitParents();
    } else if (!this.#talk.awaiting) await this.#askForMore();
    else if (!(await this.#talk.waitForAnswer()) && !this.#talk.mayRegister) {
      this.#toSource = 'the scheduler did not answer in time';
    }
  }

  /** Parents that say nothing for long are as good as gone, however alive their connections are. */
  async #awaitParents(): Promise<void> {
    const { parts, signal } = this.#options;
    const slept = await this.#wake.wait(parts.settings.stallTimeoutMs, signal);
    if (slept === 'timeout' && !this.#swarm.busy && !signal.aborted) this.#parents.dropAll();
  }

  /** Nobody can give what is missing: tries the same parents once more, then others, then the source. */
  async #askForMore(): Promise<void> {
    if (!this.#forgiven) {
      this.#forgiven = true;
      if (this.#parents.forgive()) return;
    }
    if (this.#talk.open) {
      const asked = this.#talk.reschedule(this.#parents.triedIds());
      this.#parents.dropAll();
      this.#forgiven = false;
      if (!asked) this.#toSource = 'no parent could give every piece';
      return;
    }
    if (!this.#talk.mayRegister) {
      this.#toSource = 'the scheduler is gone and no parent is left';
      return;
    }
    this.#started = false;
    await this.#register();
  }

  async #goToSource(why: string): Promise<void> {
    const { parts, request, missing, facts, signal } = this.#options;
    if (request.disableBackToSource) {
      throw new Failure(
        'unavailable',
        `${why}, and this download may not go to the source; allow it or try again later`,
      );
    }
    await this.#swarm.settle();
    this.#parents.dropAll();
    if (!this.#fromSource) this.#talk.report({ kind: 'backToSourceStarted', description: why });
    if (!this.#started) this.#reportHeld();
    this.#started = true;
    this.#fromSource = true;
    parts.log.info({ task: request.task, why }, 'going to the source');
    const stat = this.#options.stat ?? (await parts.source.stat(request, signal));
    if (stat.contentLength !== undefined && stat.contentLength !== facts.contentLength) {
      await parts.store.delete(request.task);
      throw new Failure('aborted', 'the content changed at its origin; what was stored of it is dropped, try again');
    }
    const wanted = missing();
    const awaited = wanted[0] === undefined || this.#options.awaited(wanted[0].number);
    const unhurried = this.#unhurried.signal;
    const either = awaited ? signal : AbortSignal.any([signal, unhurried]);
    const fetch = new SourceFetch({
      ...parts,
      task: request.task,
      request,
      limiters: [...(awaited ? [] : [parts.prefetchLimiter]), parts.sourceLimiter, parts.downloadLimiter],
      share: shareOf(request.task, request.priority),
      parallel: parts.settings.concurrentSourceCount,
      retryDelayMs: parts.settings.retryDelayMs,
      onPiece: (piece) => this.#stored(piece),
    });
    try {
      await fetch.pieces(wanted, stat, either);
    } catch (thrown) {
      if (either.aborted && !signal.aborted) return;
      const failure = Failure.from(thrown);
      const number = missing()[0]?.number ?? 0;
      if (!signal.aborted) this.#talk.report({ kind: 'pieceBackToSourceFailed', number, failure });
      throw failure;
    }
  }

  /** A piece under way that nobody waits for is slowed no longer once somebody waits for any. */
  #paceOf(number: number): Pace {
    const { parts, request, signal, missing, awaited } = this.#options;
    const share = shareOf(request.task, request.priority);
    const usual = paceOf([parts.downloadLimiter], signal, share);
    if (awaited(number)) return usual;
    return (bytes) => {
      if (awaited(missing()[0]?.number ?? number)) return usual(bytes);
      const unhurried = AbortSignal.any([signal, this.#unhurried.signal]);
      const wait = paceOf([parts.prefetchLimiter, parts.downloadLimiter], unhurried, share)(bytes);
      return wait?.catch((thrown: unknown) => {
        if (signal.aborted || !unhurried.aborted) throw thrown;
        return usual(bytes);
      });
    };
  }

  #missingNumbers(): number[] {
    return this.#options.missing().map(({ number }) => number);
  }

  #stored(piece: StoredPiece): void {
    if (piece.parent !== undefined) this.#trusted = true;
    this.#options.parts.metrics.traffic.inc(
      { type: piece.parent === undefined ? 'BACK_TO_SOURCE' : 'REMOTE_PEER' },
      piece.length,
    );
    this.#talk.report({ kind: 'pieceFinished', piece });
  }
}
