import { type TaskId, taskId } from '@damselfly/core';
import type { Registration, SchedulerEvent } from '../core/input.ts';
import { recalledStream } from '../core/input.ts';
import { noDownload } from '../core/peer.ts';
import type { Desk } from './desk.ts';
import type { PieceTransfer } from './piece-transfer.ts';
import type { Plan } from './plan.ts';
import type { VirtualHost } from './virtual-host.ts';
import type { VirtualPeer } from './virtual-peer.ts';

type Said = SchedulerEvent extends infer Event
  ? Event extends { readonly stream: number }
    ? Omit<Event, 'peer' | 'stream'>
    : never
  : never;

/** What the hosts and peers of a simulation say to their scheduler. */
export class Talk {
  readonly #desk: Desk;
  readonly #plan: Plan;
  readonly #registrations: readonly Registration[];

  constructor(desk: Desk, plan: Plan) {
    this.#desk = desk;
    this.#plan = plan;
    this.#registrations = plan.tasks.map(({ pieces, pieceBytes }, nth) => ({
      subject: {
        type: 0,
        url: `sim://task-${nth}`,
        ...{ tag: '', application: '', digest: '' },
        filteredQueryParams: [],
      },
      lengths: { contentBytes: pieces * pieceBytes, pieceBytes, pieces },
      ...{ priority: 0, concurrentPieces: plan.piecesAtOnce, disableBackToSource: false, metadataOnly: false },
      ...{ needBackToSource: false, encodeDownload: noDownload },
    }));
  }

  announce(host: VirtualHost): void {
    host.announced = this.#desk.isOpen;
    this.#desk.tell({ kind: 'hostAnnounced', profile: host.profile });
  }

  /** A peer wants its task, on a new stream. While the scheduler is away, nothing is said. */
  register(peer: VirtualPeer, needBackToSource = false): void {
    const registration = this.#registrations[peer.task];
    if (registration === undefined || !this.#desk.isOpen) return;
    peer.stream += 1;
    peer.connected = true;
    peer.started = false;
    const where = { host: peer.host.profile.id, task: idOfTask(peer.task) };
    const wish = needBackToSource ? { ...registration, needBackToSource } : registration;
    this.say(peer, { kind: 'peerRegistered', ...where, registration: wish });
  }

  say(peer: VirtualPeer, said: Said): void {
    if (peer.connected) this.#desk.tell({ ...said, peer: peer.id, stream: peer.stream });
  }

  started(peer: VirtualPeer): void {
    if (peer.started) return;
    peer.started = true;
    this.say(peer, { kind: peer.stage === 'source' ? 'backToSourceStarted' : 'peerStarted' });
  }

  pieceArrived(transfer: PieceTransfer, nowMs: number): void {
    const { peer, piece: number, bond, bytes: length, askedAtMs } = transfer;
    if (!peer.connected) return;
    const piece = {
      number,
      offset: number * length,
      length,
      digest: '',
      costMs: nowMs - askedAtMs,
      createdAtMs: nowMs,
    };
    this.say(peer, { kind: 'pieceFinished', parent: bond?.parent.id ?? null, piece });
  }

  pieceFailed({ peer, piece: number, bond }: PieceTransfer, damaged: boolean): void {
    const why = damaged ? 'the parent delivered it wrong' : 'the parent could not deliver it';
    if (bond !== undefined) this.say(peer, { kind: 'pieceFailed', parent: bond.parent.id, number, why });
  }

  /** The scheduler remembers, from before it died, that this peer has everything. */
  recall(peer: VirtualPeer): void {
    const registration = this.#registrations[peer.task];
    if (registration === undefined) return;
    const from = { peer: peer.id, stream: recalledStream };
    const where = { host: peer.host.profile.id, task: idOfTask(peer.task) };
    this.#desk.tell({
      ...from,
      ...where,
      kind: 'peerRegistered',
      registration: { ...registration, metadataOnly: true },
    });
    this.#desk.tell({ ...from, kind: 'peerStarted' });
    this.#desk.tell({ ...from, kind: 'peerFinished', fromSource: false });
  }

  /** Place in the plan of a task the scheduler named. */
  taskNumber(id: TaskId): number {
    const nth = Number.parseInt(id, 16);
    return nth < this.#plan.tasks.length ? nth : -1;
  }
}

const idOfTask = (nth: number): TaskId => taskId(nth.toString(16).padStart(64, '0'));
