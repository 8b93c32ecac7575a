import { type PeerId, peerId } from '@damselfly/core';
import { PieceMap } from './piece-map.ts';
import type { PieceTransfer } from './piece-transfer.ts';
import type { VirtualHost } from './virtual-host.ts';

/** Bytes a millisecond: what the newest piece weighs in a parent's measured speed. */
const freshness = 0.3;
/** Failed pieces in a row, and damaged ones ever, after which a parent is left. */
const failureLimit = 2;
const damageLimit = 8;

/** `asking`: waits for the scheduler's answer; `gone`: its host vanished. */
export type Stage = 'asking' | 'swarm' | 'source' | 'done' | 'failed' | 'gone';

/** One download of the simulation: which pieces it has, whom it may take the others from, and how fast they were. */
export class VirtualPeer {
  readonly id: PeerId;
  readonly host: VirtualHost;
  /** Place in the plan's tasks. */
  readonly task: number;
  readonly pieces: PieceMap;
  /** Per piece: how many hosts it went through; the one that has it from the source counts 1. */
  readonly hops: Uint16Array;
  readonly count: number;
  stage: Stage = 'asking';
  stream = 0;
  /** The scheduler knows its stream. */
  connected = false;
  /** It has told the scheduler that it began. */
  started = false;
  bonds: Bond[] = [];
  readonly children = new Set<Bond>();
  readonly underWay: PieceTransfer[] = [];
  /** Offered since it last asked. */
  tried: PeerId[] = [];
  /** Streams the scheduler failed. */
  refusals = 0;
  reschedules = 0;
  forgave = false;
  startedAtMs = 0;
  progressAtMs = 0;
  finishedAtMs = -1;
  watched = false;

  constructor(host: VirtualHost, task: number, pieces: number) {
    this.id = peerId(`${host.planned.name}-${task}`);
    this.host = host;
    this.task = task;
    this.count = pieces;
    this.pieces = new PieceMap(pieces);
    this.hops = new Uint16Array(pieces);
  }

  /** False once it has come to an end, whichever. */
  get isOpen(): boolean {
    return this.isFetching || this.stage === 'asking';
  }

  /** True while it takes pieces from somebody. */
  get isFetching(): boolean {
    return this.stage === 'swarm' || this.stage === 'source';
  }

  /** Follows these too. */
  follow(parents: readonly VirtualPeer[]): void {
    for (const parent of parents) {
      this.tried.push(parent.id);
      if (parent.stage === 'gone' || this.bonds.some((bond) => bond.parent === parent)) continue;
      const bond = new Bond(parent, this);
      this.bonds.push(bond);
      parent.children.add(bond);
    }
  }

  leaveParents(): void {
    for (const bond of this.bonds) bond.parent.children.delete(bond);
    this.bonds = [];
  }

  leave(left: Bond): void {
    left.parent.children.delete(left);
    this.bonds = this.bonds.filter((bond) => bond !== left);
  }

  /** The parent that is expected to deliver something missing soonest, and a piece of it from a random place on. */
  choose(place: number): { readonly bond: Bond; readonly piece: number } | undefined {
    let fastest = 1;
    for (const { rate } of this.bonds) fastest = Math.max(fastest, rate);
    let best: { bond: Bond; piece: number } | undefined;
    let bestScore = 0;
    for (const bond of this.bonds) {
      // Who has not been tried is taken to be as fast as the fastest, so that it is tried.
      const score = (bond.rate || fastest) / (bond.inFlight + 1);
      if (score <= bestScore) continue;
      const piece = this.pieces.wantedFrom(bond.parent.pieces, bond.refused, place);
      if (piece < 0) continue;
      best = { bond, piece };
      bestScore = score;
    }
    return best;
  }

  /** Lets parents try again what they failed to give; false when there was nothing to forgive. */
  forgive(): boolean {
    let any = false;
    for (const bond of this.bonds) {
      any ||= bond.refused !== undefined;
      bond.refused = undefined;
    }
    return any;
  }

  /** True while some parent has, or may still get, what is missing. */
  hasHope(): boolean {
    return this.bonds.some(
      ({ parent, refused }) => parent.stage !== 'done' || this.pieces.wantedFrom(parent.pieces, refused, 0) >= 0,
    );
  }
}

/** A child's acquaintance with one of its parents. */
export class Bond {
  readonly parent: VirtualPeer;
  readonly child: VirtualPeer;
  inFlight = 0;
  /** Bytes a millisecond over all it sent at once; 0 before the first piece. */
  rate = 0;
  refused: Uint32Array | undefined;
  #failures = 0;
  #damaged = 0;

  constructor(parent: VirtualPeer, child: VirtualPeer) {
    this.parent = parent;
    this.child = child;
  }

  delivered(bytes: number, beside: number, costMs: number): void {
    this.#failures = 0;
    const rate = (bytes * beside) / Math.max(1, costMs);
    this.rate = this.rate === 0 ? rate : this.rate + freshness * (rate - this.rate);
  }

  /** False when the child has enough of this parent. */
  failed(piece: number, damaged: boolean): boolean {
    this.refused ??= new Uint32Array(this.child.pieces.wanted.length);
    this.refused[piece >>> 5] = (this.refused[piece >>> 5] ?? 0) | (1 << (piece & 31));
    if (damaged) this.#damaged += 1;
    else this.#failures += 1;
    return this.#failures < failureLimit && this.#damaged < damageLimit;
  }
}
