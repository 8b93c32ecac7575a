import { Failure, type PeerId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { ContentFacts, DownloadRequest } from './download-request.ts';
import type { PeerReport, SchedulerReply, SchedulerSession, Scheduling } from './scheduling.ts';
import type { Wake } from './wake.ts';

export interface SchedulerTalkOptions {
  readonly scheduling: Scheduling;
  readonly request: DownloadRequest;
  readonly facts: ContentFacts;
  readonly peer: PeerId;
  readonly makePeerId: () => PeerId;
  /** How long a scheduler that is alive may take to answer. */
  readonly scheduleTimeoutMs: number;
  /** How often other parents are asked for. */
  readonly maxScheduleCount: number;
  readonly wake: Wake;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The scheduler left; another may be asked. */
  readonly onLost: () => void;
  /** The download has no scheduler now, by whatever fault. */
  readonly onAlone: () => void;
}

/** Conversations with schedulers that one download begins, however many of them die. */
const conversationLimit = 6;
/** The same for conversations that a live scheduler ended. */
const refusalLimit = 2;
/** How long a scheduler may be silent before it is asked whether it is there. */
const checkSchedulerMs = 5000;

/** One download's conversation with schedulers: what was asked, what was answered, and whether somebody still listens. */
export class SchedulerTalk {
  readonly #options: SchedulerTalkOptions;
  readonly #replies: SchedulerReply[] = [];
  #session: SchedulerSession | undefined;
  #registrations = 0;
  /** Schedulers that were lost because they are gone. */
  #deaths = 0;
  #asked = 0;
  /** When the open question was asked. */
  #awaitingSinceMs: number | undefined;

  constructor(options: SchedulerTalkOptions) {
    this.#options = options;
  }

  /** Somebody listens to reports. */
  get open(): boolean {
    return this.#session !== undefined;
  }

  /** A question is open. */
  get awaiting(): boolean {
    return this.#awaitingSinceMs !== undefined;
  }

  /** True once the first scheduler was lost and another, or the same again, was asked. */
  get registeredAgain(): boolean {
    return this.#registrations > 1;
  }

  /** True while another scheduler, or the same again, may be asked. One that dies says nothing against asking the next. */
  get mayRegister(): boolean {
    return this.#registrations < conversationLimit && this.#registrations - this.#deaths < refusalLimit;
  }

  /** What the scheduler said and nobody has read yet, in order. */
  nextReply(): SchedulerReply | undefined {
    return this.#replies.shift();
  }

  /** Says what this peer wants. False when no scheduler can be reached. */
  async register(): Promise<boolean> {
    const { scheduling, request, facts, log, signal, wake } = this.#options;
    this.#registrations += 1;
    // A scheduler that restarted does not know the old id; one that did not would see it twice.
    const peer = this.registeredAgain ? this.#options.makePeerId() : this.#options.peer;
    const over = () => {
      this.#awaitingSinceMs = undefined;
      wake.notify();
    };
    const listener = {
      reply: (reply: SchedulerReply) => {
        this.#replies.push(reply);
        over();
      },
      lost: (failure: Failure) => {
        log.info({ task: request.task, err: failure }, 'the scheduler left the download');
        this.#options.onAlone();
        this.#session = undefined;
        if (failure.code === 'unavailable') this.#deaths += 1;
        over();
        this.#options.onLost();
      },
    };
    this.#awaitingSinceMs = performance.now();
    try {
      this.#session = await scheduling.register({ request, peer, facts }, listener, signal);
      return true;
    } catch (thrown) {
      this.#awaitingSinceMs = undefined;
      if (signal.aborted || Failure.from(thrown).code === 'forbidden') throw thrown;
      log.info({ task: request.task, err: thrown }, 'downloading without a scheduler');
      this.#options.onAlone();
      return false;
    }
  }

  report(report: PeerReport): void {
    this.#session?.report(report);
  }

  /** Asks for others than these parents. False when that was asked too often: the scheduler is told that it failed. */
  reschedule(parents: readonly PeerId[]): boolean {
    this.#asked += 1;
    if (this.#asked > this.#options.maxScheduleCount) {
      this.end({ kind: 'failed', description: 'no parent could give every piece' });
      return false;
    }
    this.report({ kind: 'reschedule', parents, description: 'not all pieces are downloaded from parent' });
    this.#awaitingSinceMs = performance.now();
    return true;
  }

  /**
   * Waits a while for the answer. The scheduler may take its time as long as it shows that it is alive; false when it
   * does not, or has taken too long, and is told so.
   */
  async waitForAnswer(): Promise<boolean> {
    const { scheduleTimeoutMs, signal, wake } = this.#options;
    const leftMs = (this.#awaitingSinceMs ?? 0) + scheduleTimeoutMs - performance.now();
    if (leftMs > 0) {
      const slept = await wake.wait(Math.min(leftMs, checkSchedulerMs), signal);
      if (slept === 'changed' || signal.aborted || this.#session === undefined) return true;
      if ((await this.#session.answers(signal)) || !this.awaiting) return true;
      this.#deaths += 1;
    }
    this.#options.onAlone();
    this.end({ kind: 'failed', description: 'the scheduler did not answer in time' });
    return false;
  }

  /** Says the last word. */
  end(report: PeerReport): void {
    this.report(report);
    this.#session = undefined;
    this.#awaitingSinceMs = undefined;
  }
}
