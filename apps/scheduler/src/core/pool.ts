import type { Peer } from './peer.ts';
import { type Random, randomBelow } from './random.ts';

/** The peers of one task that may be offered: add, remove and draw at random in constant time. */
export class Pool {
  readonly #peers: Peer[] = [];

  get size(): number {
    return this.#peers.length;
  }

  add(peer: Peer): void {
    if (peer.poolIndex >= 0) return;
    peer.poolIndex = this.#peers.length;
    this.#peers.push(peer);
  }

  remove(peer: Peer): void {
    const at = peer.poolIndex;
    if (at < 0) return;
    const last = this.#peers.pop();
    if (last !== undefined && last !== peer) {
      this.#peers[at] = last;
      last.poolIndex = at;
    }
    peer.poolIndex = -1;
  }

  /**
   * Draws without replacement: the peers before `drawn` were drawn already, and the next one is moved to that place.
   * A drawn peer may be removed before the next draw; do not advance `drawn` then.
   */
  draw(drawn: number, random: Random): Peer | undefined {
    const pick = drawn + randomBelow(random, this.#peers.length - drawn);
    const peer = this.#peers[pick];
    const first = this.#peers[drawn];
    if (peer === undefined || first === undefined) return undefined;
    this.#peers[pick] = first;
    first.poolIndex = pick;
    this.#peers[drawn] = peer;
    peer.poolIndex = drawn;
    return peer;
  }

  values(): IterableIterator<Peer> {
    return this.#peers.values();
  }
}
