import type { HostId, PeerId, PeerKind } from '@damselfly/core';
import type { Uplink } from './uplink.ts';

/** A peer of the simulation: which pieces it has, and from whom it may take the others. */
export class VirtualPeer {
  readonly id: PeerId;
  readonly host: HostId;
  readonly kind: PeerKind;
  readonly uplink: Uplink;
  /** Per piece: 0 missing, 1 under way, 2 here. */
  readonly pieces: Uint8Array;
  /** Per piece: how many hosts it went through, the source being 0. */
  readonly hops: Uint8Array;
  parents: readonly VirtualPeer[] = [];
  readonly children = new Set<VirtualPeer>();
  fromSource = false;
  underWay = 0;
  here = 0;
  finishedAtMs: number | undefined;

  constructor(id: PeerId, host: HostId, kind: PeerKind, uplink: Uplink, pieces: number) {
    this.id = id;
    this.host = host;
    this.kind = kind;
    this.uplink = uplink;
    this.pieces = new Uint8Array(pieces);
    this.hops = new Uint8Array(pieces);
  }

  /** Leaves its former parents and follows these. */
  follow(parents: readonly VirtualPeer[]): void {
    for (const parent of this.parents) parent.children.delete(this);
    this.parents = parents;
    for (const parent of parents) parent.children.add(this);
  }

  /** A missing piece that `parent` has, searched from `from` on and around; -1 when there is none. */
  wantedFrom(parent: VirtualPeer, from: number): number {
    const { length } = this.pieces;
    for (let step = 0; step < length; step += 1) {
      const piece = (from + step) % length;
      if (this.pieces[piece] === 0 && parent.pieces[piece] === 2) return piece;
    }
    return -1;
  }

  /** The first piece that is neither here nor under way; -1 when there is none. */
  missing(): number {
    return this.pieces.indexOf(0);
  }
}
