import type { PeerEffect } from '../core/effect.ts';
import type { StreamId } from '../core/peer.ts';

/** The open announce streams, by the number the core knows them under. */
export class Streams {
  readonly #open = new Map<StreamId, (effect: PeerEffect) => void>();
  #last: StreamId = 0;

  /** Registers a stream; its effects go to `take` until it is closed. */
  open(take: (effect: PeerEffect) => void): StreamId {
    this.#last += 1;
    this.#open.set(this.#last, take);
    return this.#last;
  }

  close(stream: StreamId): void {
    this.#open.delete(stream);
  }

  /** Hands an effect to its stream; one whose stream is gone is dropped. */
  deliver(effect: PeerEffect): void {
    this.#open.get(effect.stream)?.(effect);
  }
}
