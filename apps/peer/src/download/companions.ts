import { Failure, type PeerId, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { PeerExchange } from './peer-exchange.ts';
import type { ParentCandidate } from './scheduling.ts';

export interface CompanionsOptions {
  readonly task: TaskId;
  readonly peer: PeerId;
  /** Absent: nobody is met. */
  readonly exchange: PeerExchange | undefined;
  readonly log: Log;
  /** Called for each of them, again when `meetAt` is called again. */
  readonly onCompanion: (companion: ParentCandidate) => void;
}

/** Others that fetch the same task: who fetches it from this peer, and who fetches it from this peer's parents. */
export class Companions {
  readonly #options: CompanionsOptions;
  readonly #known = new Map<PeerId, ParentCandidate>();
  readonly #asked = new Map<PeerId, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #leave: (() => void) | undefined;

  constructor(options: CompanionsOptions) {
    this.#options = options;
    this.#leave = options.exchange?.join(options.task, undefined, (companion) => this.#met(companion));
  }

  /** Asks these parents for others, each once, and tells of those known already. */
  meetAt(parents: readonly ParentCandidate[]): void {
    for (const parent of parents) {
      if (!this.#asked.has(parent.peer)) this.#asked.set(parent.peer, this.#meet(parent));
    }
    for (const companion of this.#known.values()) this.#options.onCompanion(companion);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#leave?.();
    await Promise.all(this.#asked.values());
  }

  #met(companion: ParentCandidate): void {
    this.#known.set(companion.peer, companion);
    this.#options.onCompanion(companion);
  }

  async #meet(parent: ParentCandidate): Promise<void> {
    const { exchange, task, peer, log } = this.#options;
    const { signal } = this.#stop;
    if (exchange === undefined || signal.aborted) return;
    try {
      for await (const companion of exchange.client.meet(parent, task, peer, signal)) this.#met(companion);
    } catch (thrown) {
      if (!signal.aborted) log.debug({ parent: parent.peer, err: Failure.from(thrown) }, 'a parent introduces nobody');
    }
  }
}
