import { Failure, type PeerId, pieceLengthFor } from '@damselfly/core';
import type { PeerEvent, Registration } from '../core/input.ts';
import { noDownload, type StreamId } from '../core/peer.ts';
import type { Engine } from '../shell/engine.ts';
import type { CopyRecord, ReplicatedKind, TaskRecord, TaskRef } from './record.ts';
import { copyMove, taskNoun } from './states.ts';
import type { ReplicaStore } from './store.ts';

type Registered = Extract<PeerEvent, { kind: 'peerRegistered' }>;

/** What a peer of a replicated task wants. */
export interface TransferWish {
  /** Eviction shall leave its copy alone. */
  readonly pinned: boolean;
  readonly needBackToSource: boolean;
}

/** A registration the core can take, with what the store knew at that time. */
export interface Admitted {
  readonly event: Registered;
  readonly task: TaskRecord;
  readonly copies: readonly CopyRecord[];
}

export interface TransfersOptions {
  readonly engine: Engine;
  readonly store: ReplicaStore;
  readonly nowMs: () => number;
}

const typeNumber: Readonly<Record<ReplicatedKind, number>> = { persistent: 1, persistentCache: 2 };

/** A peer the core is told of from the store has no stream: what is said to it goes nowhere. */
const noStream: StreamId = 0;

/**
 * Lets the core move replicated tasks like any other: what the store knows of finished copies is told to the core when a
 * peer asks for them, and what the core is told of a copy is noted in the store first.
 */
export class Transfers {
  readonly #options: TransfersOptions;

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  /** Completes a registration from the store. `notFound` when the host or the task is unknown. */
  async register(ref: TaskRef, event: Registered, wish: TransferWish): Promise<Admitted> {
    const { engine, store, nowMs } = this.#options;
    if (!engine.cluster.hosts.has(event.host)) throw new Failure('notFound', `host ${event.host} not found`);
    const task = await store.task(ref);
    if (task === undefined) throw unknownTask(ref);
    const copies = await store.copies(ref);
    const known = copies.find(({ peer }) => peer === event.peer);
    if (known?.state === 'Succeeded' || known?.state === 'Uploading')
      throw new Failure('conflict', `peer ${event.peer} has the task already`);
    const holders = this.adopt(task, copies);
    const atMs = nowMs();
    const stored = await store.putCopy(ref, {
      peer: event.peer,
      host: event.host,
      pinned: wish.pinned,
      state: task.contentLength === 0 ? 'ReceivedEmpty' : 'ReceivedNormal',
      concurrentPieces: event.registration.concurrentPieces,
      costMs: 0,
      createdAtMs: atMs,
      updatedAtMs: atMs,
    });
    if (!stored) throw unknownTask(ref);
    // Object storage has what was never uploaded through us, and what every holder has lost.
    const atSourceOnly =
      task.state === 'Pending' || task.state === 'Failed' || (task.state === 'Succeeded' && holders === 0);
    const needBackToSource = ref.kind === 'persistent' && (wish.needBackToSource || atSourceOnly);
    const { concurrentPieces } = event.registration;
    const registration = registrationOf(task, { concurrentPieces, needBackToSource, metadataOnly: false });
    return { event: { ...event, registration }, task, copies };
  }

  async started(ref: TaskRef, peer: PeerId): Promise<void> {
    await this.#options.store.moveCopy(ref, peer, copyMove('start'), this.#options.nowMs());
  }

  /** The copy is complete and counts from now on. */
  async finished(ref: TaskRef, peer: PeerId): Promise<void> {
    const { store, nowMs } = this.#options;
    const copy = await store.copy(ref, peer);
    if (copy === undefined) throw new Failure('notFound', `peer ${peer} not found`);
    // A peer that had nothing to fetch may leave out that it started.
    if (copy.state !== 'Running') await store.moveCopy(ref, peer, copyMove('start'), nowMs());
    const costMs = Math.max(0, nowMs() - copy.createdAtMs);
    await store.moveCopy(ref, peer, copyMove('succeed'), nowMs(), { costMs });
  }

  async failed(ref: TaskRef, peer: PeerId): Promise<void> {
    await this.#options.store.moveCopy(ref, peer, copyMove('fail'), this.#options.nowMs());
  }

  /** Tells the core of the finished copies it does not know; says how many there are on hosts it knows. */
  adopt(task: TaskRecord, copies: readonly CopyRecord[]): number {
    const { engine } = this.#options;
    let holders = 0;
    for (const { peer, host, state, concurrentPieces } of copies) {
      if (state !== 'Succeeded' || !engine.cluster.hosts.has(host)) continue;
      holders += 1;
      if (engine.cluster.peers.has(peer)) continue;
      const from = { peer, stream: noStream };
      const registration = registrationOf(task, { concurrentPieces, needBackToSource: false, metadataOnly: true });
      engine.submit({ ...from, kind: 'peerRegistered', host, task: task.id, registration });
      engine.submit({ ...from, kind: 'peerStarted' });
      engine.submit({ ...from, kind: 'peerFinished', fromSource: false });
    }
    return holders;
  }

  /** The core offers this copy no longer. */
  forgetCopy(peer: PeerId): void {
    this.#options.engine.submit({ kind: 'deletePeer', peer });
  }

  /** The core forgets every copy of a task that is no more. */
  forgetTask({ id }: Pick<TaskRef, 'id'>): void {
    for (const peer of [...(this.#options.engine.cluster.tasks.get(id)?.peers.keys() ?? [])]) this.forgetCopy(peer);
  }
}

export const unknownTask = ({ kind, id }: TaskRef): Failure =>
  new Failure('notFound', `${taskNoun[kind]} ${id} not found`);

function registrationOf(
  task: TaskRecord,
  wish: Pick<Registration, 'concurrentPieces' | 'needBackToSource' | 'metadataOnly'>,
): Registration {
  const { kind, url, tag, application, contentLength, pieceCount } = task;
  return {
    subject: { type: typeNumber[kind], url, tag, application, digest: '', filteredQueryParams: [] },
    lengths: {
      contentBytes: contentLength,
      pieceBytes: task.pieceLength || pieceLengthFor(contentLength),
      pieces: pieceCount,
    },
    priority: 0,
    disableBackToSource: !wish.needBackToSource,
    encodeDownload: noDownload,
    ...wish,
  };
}
