import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';

export interface DirectoryOptions {
  /** How this scheduler is called in the list. */
  readonly self: () => string;
  /** `host:port` each; empty: ask. */
  readonly fixed: readonly string[];
  /** Whom a manager counts as alive. */
  readonly ask: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly log: Log;
}

/** How old a list may be. */
const freshMs = 5000;
/** How long a manager may hold up a lookup. */
const askTimeoutMs = 500;

/** Knows the other schedulers of the cluster. Asks when it is asked: a list that is needed is never much out of date. */
export class NeighbourDirectory {
  readonly #options: DirectoryOptions;
  #known: readonly string[] = [];
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** Everybody but this scheduler, as far as is known. Never rejects. */
  async others(signal: AbortSignal): Promise<readonly string[]> {
    const { fixed, self } = this.#options;
    if (fixed.length > 0) return fixed.filter((address) => address !== self());
    if (performance.now() - this.#askedAtMs > freshMs) {
      this.#asking ??= this.#refresh(signal).finally(() => {
        this.#asking = undefined;
      });
    }
    await this.#asking;
    return this.#known.filter((address) => address !== self());
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    try {
      this.#known = await this.#options.ask(AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]));
    } catch (thrown) {
      if (signal.aborted) return;
      this.#options.log.info({ err: Failure.from(thrown) }, 'no manager says which schedulers there are');
    }
    this.#askedAtMs = performance.now();
  }
}
