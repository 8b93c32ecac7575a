import type { Random } from '../core/random.ts';
import { randomBelow } from '../core/random.ts';
import type { Agenda } from './agenda.ts';
import type { Network } from './network.ts';
import { PieceTransfer } from './piece-transfer.ts';
import type { Plan } from './plan.ts';
import type { Roads } from './roads.ts';
import type { Bond, VirtualPeer } from './virtual-peer.ts';

/** Ranges a peer reads from the origin at once. */
const sourceRangesAtOnce = 4;

export interface FetchingOptions {
  readonly plan: Plan;
  readonly agenda: Agenda;
  readonly network: Network;
  readonly roads: Roads;
  readonly random: Random;
  readonly events: FetchingEvents;
}

/** What happens to a peer's pieces. */
export interface FetchingEvents {
  arrived(transfer: PieceTransfer): void;
  /** `damaged`: it came, and was not what it should be. */
  failed(transfer: PieceTransfer, damaged: boolean): void;
  complete(peer: VirtualPeer): void;
  /** Nothing is under way, and nobody it follows has or will get what is missing. */
  exhausted(peer: VirtualPeer): void;
  /** Nothing is under way; its parents may still get something. */
  waiting(peer: VirtualPeer): void;
}

/** Moves pieces to peers as a peer's own program does: several at once, from whoever is expected to deliver soonest. */
export class Fetching {
  readonly #options: FetchingOptions;
  readonly #onArrival = (transfer: PieceTransfer) => this.#arrived(transfer);
  readonly #onStall = (transfer: PieceTransfer) => this.#stalled(transfer);

  constructor(options: FetchingOptions) {
    this.#options = options;
  }

  /** Starts as many transfers as there is room and somebody to ask for. */
  pump(peer: VirtualPeer): void {
    const { plan, network } = this.#options;
    const before = peer.underWay.length;
    const limit = peer.stage === 'source' ? sourceRangesAtOnce : plan.piecesAtOnce;
    while (peer.underWay.length < limit && this.#begin(peer));
    const { underWay } = peer;
    // What comes in at once shares the way in.
    const share = peer.host.down.capacity / underWay.length;
    for (const transfer of underWay.slice(before)) network.send(transfer, share);
    if (underWay.length > 0 || peer.pieces.hereCount === peer.count) return;
    if (peer.hasHope()) this.#options.events.waiting(peer);
    else this.#options.events.exhausted(peer);
  }

  /** The host of a peer is gone: nothing comes to it, and nothing from it. */
  cutOff(peer: VirtualPeer): void {
    for (const transfer of peer.underWay.splice(0)) {
      this.#options.network.cancel(transfer);
      if (transfer.bond !== undefined) transfer.bond.inFlight -= 1;
    }
    peer.leaveParents();
    for (const bond of [...peer.children]) this.#lose(bond);
  }

  /** A child sees its parent vanish. */
  #lose(bond: Bond): void {
    const { child } = bond;
    const lost = child.underWay.filter((transfer) => transfer.bond === bond);
    child.leave(bond);
    for (const transfer of lost) {
      this.#options.network.cancel(transfer);
      this.#remove(transfer);
      child.pieces.giveUp(transfer.piece);
      this.#options.events.failed(transfer, false);
    }
    if (child.isFetching) this.pump(child);
  }

  #begin(peer: VirtualPeer): boolean {
    if (peer.stage === 'source') {
      const next = peer.pieces.firstWanted();
      if (next < 0) return false;
      this.#start(peer, next, undefined);
      return true;
    }
    if (peer.stage !== 'swarm') return false;
    const choice = peer.choose(randomBelow(this.#options.random, peer.count));
    if (choice === undefined) return false;
    this.#start(peer, choice.piece, choice.bond);
    return true;
  }

  #start(peer: VirtualPeer, piece: number, bond: Bond | undefined): void {
    const { plan, agenda, network, roads } = this.#options;
    const links = bond === undefined ? roads.fromOrigin(peer.host) : roads.between(bond.parent.host, peer.host);
    const bytes = plan.tasks[peer.task]?.pieceBytes ?? 0;
    peer.pieces.ask(piece);
    if (bond !== undefined) bond.inFlight += 1;
    const [onArrival, onStall] = [this.#onArrival, this.#onStall];
    peer.underWay.push(
      new PieceTransfer({ network, links, bytes, peer, piece, bond, askedAtMs: agenda.nowMs, onArrival, onStall }),
    );
  }

  #arrived(transfer: PieceTransfer): void {
    const { peer, piece, bond } = transfer;
    const { agenda, events } = this.#options;
    this.#remove(transfer);
    peer.progressAtMs = agenda.nowMs;
    if (bond?.parent.host.planned.lying) {
      peer.pieces.giveUp(piece);
      events.failed(transfer, true);
      if (!bond.failed(piece, true)) peer.leave(bond);
      this.pump(peer);
      return;
    }
    bond?.delivered(transfer.bytes, transfer.beside, agenda.nowMs - transfer.askedAtMs);
    peer.pieces.receive(piece);
    peer.hops[piece] = (bond?.parent.hops[piece] ?? 0) + 1;
    events.arrived(transfer);
    if (peer.pieces.hereCount === peer.count) events.complete(peer);
    else this.pump(peer);
    for (const { child } of peer.children) {
      if (child.underWay.length < this.#options.plan.piecesAtOnce && child.pieces.wants(piece)) this.pump(child);
    }
  }

  #stalled(transfer: PieceTransfer): void {
    const { peer, piece, bond } = transfer;
    this.#remove(transfer);
    peer.pieces.giveUp(piece);
    this.#options.events.failed(transfer, false);
    if (bond !== undefined && !bond.failed(piece, false)) peer.leave(bond);
    this.pump(peer);
  }

  #remove(transfer: PieceTransfer): void {
    const { underWay } = transfer.peer;
    underWay.splice(underWay.indexOf(transfer), 1);
    if (transfer.bond !== undefined) transfer.bond.inFlight -= 1;
  }
}
