import { Failure, type HostId, type PeerId, peerId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { bidiCall, type CallSettings, type common, type scheduler } from '@damselfly/proto';
import type { PeerReport, Registration, SchedulerSession, SessionListener } from '../download/scheduling.ts';
import { isTerminal, registerMessage, replyOf, reportMessage } from './announce-codec.ts';
import { ReportQueue } from './report-queue.ts';
import type { KnownScheduler } from './scheduler-pool.ts';

/** How a conversation is carried: in the messages of standard tasks, or translated into those of another kind. */
export type AnnounceCall = (
  client: scheduler.SchedulerClient,
  requests: AsyncIterable<scheduler.AnnouncePeerRequest>,
  settings: CallSettings,
) => AsyncIterable<scheduler.AnnouncePeerResponse>;

/** The messages of standard tasks as they are. */
export const announceStandard: AnnounceCall = (client, requests, settings) =>
  bidiCall(client.announcePeer.bind(client), requests, settings);

export interface AnnounceSessionOptions {
  readonly scheduler: KnownScheduler;
  readonly host: HostId;
  readonly registration: Registration;
  readonly listener: SessionListener;
  readonly announce: AnnounceCall;
  /** Tells the scheduler of this host again: it may have been restarted and not know it. */
  readonly announceAgain: (signal: AbortSignal) => Promise<void>;
  readonly isAlive: (signal: AbortSignal) => Promise<boolean>;
  readonly log: Log;
}

/** Reports waiting for a scheduler that reads slowly; of more, piece reports are left out. */
const maxWaitingReports = 65_536;
/** How long the scheduler may take to end the stream after the last word. */
const goodbyeMs = 5000;

/** One AnnouncePeer stream. It stays open until the scheduler ends it, as Dragonfly's schedulers expect. */
export class AnnounceSession implements SchedulerSession {
  readonly #options: AnnounceSessionOptions;
  readonly #offered = new Map<PeerId, common.Peer>();
  readonly #stop = new AbortController();
  #requests: ReportQueue<scheduler.AnnouncePeerRequest>;
  #over = false;
  #concluded = false;
  /** Fulfilled when the stream is closed. */
  readonly closed: Promise<void>;

  constructor(options: AnnounceSessionOptions) {
    this.#options = options;
    this.#requests = this.#registering();
    this.closed = this.#converse();
  }

  report(report: PeerReport): void {
    if (this.#over || this.#concluded) return;
    if (isTerminal(report)) this.#concluded = true;
    this.#requests.push(this.#message(reportMessage(report, this.#offered)));
    if (this.#concluded) {
      const timer = setTimeout(() => this.abort(), goodbyeMs);
      void this.closed.finally(() => clearTimeout(timer));
    }
  }

  async answers(signal: AbortSignal): Promise<boolean> {
    return this.#options.isAlive(signal);
  }

  /** Cuts the stream. */
  abort(): void {
    this.#stop.abort();
  }

  async #converse(): Promise<void> {
    const { listener, log, announceAgain, scheduler } = this.#options;
    let failure: Failure;
    try {
      if ((await this.#listen()) === 'unknownHost') {
        log.info({ scheduler: scheduler.name }, 'the scheduler does not know this host; announcing it again');
        await announceAgain(this.#stop.signal);
        this.#requests.close();
        this.#requests = this.#registering();
        await this.#listen();
      }
      failure = new Failure('aborted', 'the scheduler ended the conversation');
    } catch (thrown) {
      failure = Failure.from(thrown);
    }
    this.#over = true;
    this.#requests.close();
    if (!this.#concluded) listener.lost(failure);
    else if (this.#stop.signal.aborted)
      log.debug({ scheduler: scheduler.name }, 'the scheduler did not end the stream');
  }

  /** Passes replies on until the stream ends. A first answer that this host is unknown is told apart. */
  async #listen(): Promise<'ended' | 'unknownHost'> {
    const { scheduler, listener, announce } = this.#options;
    const { client } = scheduler;
    let answered = false;
    try {
      const settings = { signal: this.#stop.signal };
      for await (const message of announce(client, this.#requests, settings)) {
        answered = true;
        this.#remember(message);
        const reply = replyOf(message);
        if (reply !== undefined && !this.#concluded) listener.reply(reply);
      }
      return 'ended';
    } catch (thrown) {
      if (!answered && !this.#concluded && Failure.from(thrown).code === 'notFound') return 'unknownHost';
      throw thrown;
    }
  }

  #remember({ response }: scheduler.AnnouncePeerResponse): void {
    if (response?.$case !== 'normalTaskResponse') return;
    for (const parent of response.value.candidateParents) this.#offered.set(peerId(parent.id), parent);
  }

  #registering(): ReportQueue<scheduler.AnnouncePeerRequest> {
    const queue = new ReportQueue<scheduler.AnnouncePeerRequest>(maxWaitingReports);
    queue.push(this.#message(registerMessage(this.#options.registration)));
    return queue;
  }

  #message(request: NonNullable<scheduler.AnnouncePeerRequest['request']>): scheduler.AnnouncePeerRequest {
    const { host, registration } = this.#options;
    return { hostId: host, taskId: registration.request.task, peerId: registration.peer, request };
  }
}
