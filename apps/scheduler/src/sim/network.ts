import type { Agenda, Due } from './agenda.ts';

/** A transfer takes no less than this share of a link, or of its limit: it waits instead. */
const leastShare = 1 / 16;
const leastOfLimit = 1 / 2;
/** A transfer that has waited for this long is given up, as Damselfly's peers do by default. */
const stallMs = 8000;
/** Bytes a millisecond that rounding may cost a link. */
const roundingSlack = 1e-6;

/** One direction of a wire: a host's way out or in, or all of one data centre's to another. */
export class Link {
  /** Bytes a millisecond. */
  readonly capacity: number;
  free: number;
  /** Transfers under way. */
  busy = 0;
  /** What has left it, bytes. */
  carriedBytes = 0;
  readonly waiting = new Line();

  constructor(bytesPerMs: number) {
    this.capacity = bytesPerMs;
    this.free = bytesPerMs;
  }
}

/** Transfers in the order they came. */
class Line {
  #transfers: Transfer[] = [];
  #first = 0;

  /** The first that still wants to go. */
  get head(): Transfer | undefined {
    while (this.#transfers[this.#first]?.over) this.shift();
    return this.#transfers[this.#first];
  }

  push(transfer: Transfer): void {
    this.#transfers.push(transfer);
  }

  shift(): void {
    this.#first += 1;
    if (this.#first < 64 || this.#first * 2 < this.#transfers.length) return;
    this.#transfers = this.#transfers.slice(this.#first);
    this.#first = 0;
  }
}

/** One piece on its way. Whoever sends it extends this with what to do on arrival. */
export abstract class Transfer implements Due {
  readonly links: readonly Link[];
  readonly bytes: number;
  /** Most it can take, bytes a millisecond: its share of the receiver. Set when it is sent. */
  limit = 0;
  /** 0 while it waits. */
  rate = 0;
  over = false;
  readonly #network: Network;

  constructor(network: Network, links: readonly Link[], bytes: number) {
    this.#network = network;
    this.links = links;
    this.bytes = bytes;
  }

  happen(): void {
    if (this.over) return;
    this.#network.finish(this);
    this.arrive();
  }

  protected abstract arrive(): void;

  /** It has waited too long. */
  abstract stall(): void;
}

/**
 * Moves bytes over links. A transfer gets what is free on all of its links when it begins, at most its limit, and keeps
 * that rate to the end; while one of them has too little left it waits there, first come first served. So no link ever
 * carries more than its capacity. Latency and packet loss are not modelled.
 */
export class Network {
  readonly #agenda: Agenda;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  send(transfer: Transfer, limit: number): void {
    transfer.limit = limit;
    this.#queue(transfer);
    if (transfer.rate === 0) this.#agenda.after(stallMs, { happen: () => this.#giveUp(transfer) });
  }

  #giveUp(transfer: Transfer): void {
    if (transfer.over || transfer.rate > 0) return;
    transfer.over = true;
    transfer.stall();
  }

  /** `past`: the link whose line it has come through. */
  #queue(transfer: Transfer, past?: Link): void {
    const full = fullLink(transfer, past);
    if (full === undefined) this.#begin(transfer);
    else full.waiting.push(transfer);
  }

  /** Ends a transfer early; it never arrives. */
  cancel(transfer: Transfer): void {
    if (transfer.over) return;
    transfer.over = true;
    if (transfer.rate > 0) this.#release(transfer, 0);
  }

  finish(transfer: Transfer): void {
    transfer.over = true;
    this.#release(transfer, transfer.bytes);
  }

  #begin(transfer: Transfer): void {
    let rate = transfer.limit;
    for (const { free } of transfer.links) rate = Math.min(rate, free);
    transfer.rate = rate;
    for (const link of transfer.links) {
      link.free -= rate;
      link.busy += 1;
    }
    this.#agenda.after(transfer.bytes / rate, transfer);
  }

  #release({ links, rate }: Transfer, carriedBytes: number): void {
    for (const link of links) {
      link.busy -= 1;
      // Rounding errors must not add up while nothing is under way.
      link.free = link.busy === 0 ? link.capacity : Math.min(link.capacity, link.free + rate);
      link.carriedBytes += carriedBytes;
    }
    for (const link of links) this.#serve(link);
  }

  #serve(link: Link): void {
    for (let head = link.waiting.head; head !== undefined; head = link.waiting.head) {
      if (isFull(link, head.limit)) return;
      link.waiting.shift();
      this.#queue(head, link);
    }
  }
}

const isFull = ({ free, capacity }: Link, limit: number): boolean =>
  free + roundingSlack < Math.min(leastShare * capacity, leastOfLimit * limit);

function fullLink({ links, limit }: Transfer, past: Link | undefined): Link | undefined {
  for (const link of links) {
    if (isFull(link, limit) || (link !== past && link.waiting.head !== undefined)) return link;
  }
  return undefined;
}
