import { type Link, type Network, Transfer } from './network.ts';
import type { Bond, VirtualPeer } from './virtual-peer.ts';

interface Going {
  readonly network: Network;
  readonly links: readonly Link[];
  readonly bytes: number;
  readonly peer: VirtualPeer;
  readonly piece: number;
  /** Absent: from the source. */
  readonly bond: Bond | undefined;
  readonly askedAtMs: number;
  readonly onArrival: (transfer: PieceTransfer) => void;
  readonly onStall: (transfer: PieceTransfer) => void;
}

/** A piece on its way to a peer. */
export class PieceTransfer extends Transfer {
  readonly peer: VirtualPeer;
  readonly piece: number;
  readonly bond: Bond | undefined;
  readonly askedAtMs: number;
  /** Pieces under way from the same parent when it was asked for, itself included. */
  readonly beside: number;
  readonly #onArrival: (transfer: PieceTransfer) => void;
  readonly #onStall: (transfer: PieceTransfer) => void;

  constructor({ network, links, bytes, peer, piece, bond, askedAtMs, onArrival, onStall }: Going) {
    super(network, links, bytes);
    this.peer = peer;
    this.piece = piece;
    this.bond = bond;
    this.askedAtMs = askedAtMs;
    this.beside = bond?.inFlight ?? 1;
    this.#onArrival = onArrival;
    this.#onStall = onStall;
  }

  protected arrive(): void {
    this.#onArrival(this);
  }

  stall(): void {
    this.#onStall(this);
  }
}
