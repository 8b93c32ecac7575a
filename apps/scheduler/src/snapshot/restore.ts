import { once } from 'node:events';
import { connect } from 'node:net';
import type { HostId } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import { common } from '@damselfly/proto';
import { recalledStream } from '../core/input.ts';
import { noDownload } from '../core/peer.ts';
import type { HostBook } from '../grpc/host-book.ts';
import type { Engine } from '../shell/engine.ts';
import type { IndexState } from './index-state.ts';
import type { IndexRecord, RecordOf } from './record.ts';

export interface RestoreOptions {
  readonly state: IndexState;
  readonly engine: Engine;
  readonly hosts: HostBook;
  readonly append: (record: IndexRecord) => void;
  /** A host that neither announces itself nor answers within this is forgotten. */
  readonly patienceMs: number;
  readonly log: Log;
}

/** How long one host has to answer. A dead one refuses at once; only a busy or unreachable one takes this long. */
const answerMs = 3000;
/** How long the first round may take in all: the scheduler serves nobody before, so that nobody is sent to a source in vain. */
const firstRoundMs = 3000;
const retryMs = 2000;
/** Rounds come twice as late each time, up to this: hosts that are gone for good cost little. */
const longestRetryMs = 30_000;
const atOnce = 256;

/** Brings back what was known before a restart, host by host, once each shows that it lives. */
export class Restore {
  readonly #options: RestoreOptions;
  readonly #copies: Map<HostId, RecordOf<'copy'>[]>;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: RestoreOptions) {
    this.#options = options;
    this.#copies = options.state.copiesByHost();
  }

  /** Asks every host once, for three seconds at most; those that did not answer are asked again in the background. */
  async start(): Promise<void> {
    const endMs = performance.now() + this.#options.patienceMs;
    await this.#round(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(firstRoundMs)]));
    this.#running = this.#goOn(endMs);
  }

  /** The host lives: what it holds is offered from now on. */
  hostIsBack(id: HostId): void {
    const { state, engine } = this.#options;
    const copies = this.#copies.get(id) ?? [];
    this.#copies.delete(id);
    for (const copy of copies) this.#recall(copy, state.tasks.get(copy.task));
    state.hosts.delete(id);
    for (const { peer } of copies) state.copies.delete(peer);
    if (copies.length > 0) engine.submit({ kind: 'tick' });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** As a peer that has everything tells it itself. */
  #recall({ peer, host, range }: RecordOf<'copy'>, task: RecordOf<'task'> | undefined): void {
    const { engine } = this.#options;
    if (task === undefined || engine.cluster.peers.has(peer)) return;
    const from = { peer, stream: recalledStream };
    const { lengths } = task;
    const wishes = { priority: 0, concurrentPieces: 1, needBackToSource: false, disableBackToSource: false };
    const known = { ...(lengths && { lengths }), ...(range && { range }), encodeDownload: noDownload };
    const registration = { subject: task.subject, metadataOnly: true, ...wishes, ...known };
    engine.submit({ ...from, kind: 'peerRegistered', host, task: task.task, registration });
    engine.submit({ ...from, kind: 'peerStarted' });
    engine.submit({ ...from, kind: 'peerFinished', fromSource: false });
  }

  async #goOn(endMs: number): Promise<void> {
    const { state, append, log } = this.#options;
    for (let waitMs = retryMs; state.hosts.size > 0 && performance.now() < endMs; waitMs *= 2) {
      if ((await pause(Math.min(waitMs, longestRetryMs), this.#stop.signal)) === 'aborted') return;
      await this.#round(this.#stop.signal);
    }
    if (state.hosts.size > 0) log.info({ hosts: state.hosts.size }, 'hosts of before the restart do not answer');
    for (const host of state.hosts.keys()) append({ kind: 'hostGone', host });
    state.hosts.clear();
    state.tasks.clear();
    state.copies.clear();
    this.#copies.clear();
  }

  async #round(signal: AbortSignal): Promise<void> {
    const queue = [...this.#options.state.hosts.values()];
    const work = async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) await this.#ask(next, signal);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, work));
  }

  async #ask({ profile, announced }: RecordOf<'host'>, signal: AbortSignal): Promise<void> {
    const { engine, hosts, state } = this.#options;
    if (signal.aborted || !(await answers(profile.ip, profile.port, signal))) return;
    if (!state.hosts.has(profile.id)) return;
    if (!engine.cluster.hosts.has(profile.id)) {
      engine.submit({ kind: 'hostAnnounced', profile });
      hosts.note(profile.id, common.Host.decode(Buffer.from(announced, 'base64')));
    }
    this.hostIsBack(profile.id);
  }
}

/** Whether somebody listens there. */
async function answers(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) });
    return true;
  } catch {
    return false; // Refused, unreachable or late: all the same here.
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}
