/** How the page's lines to the console are, taken together. */
export type Connection = 'connecting' | 'live' | 'reconnecting';

type FeedState = 'opening' | 'live' | 'broken';

/** Collects the states of all open feeds. */
export class ConnectionStatus {
  readonly #feeds = new Map<string, FeedState>();
  readonly #listeners = new Set<() => void>();
  #now: Connection = 'connecting';

  /** Says how one feed is. A feed that never was live and never broke is `opening`. */
  report(feed: string, state: FeedState): void {
    this.#feeds.set(feed, state);
    this.#update();
  }

  /** Forgets a feed that was closed on purpose. */
  forget(feed: string): void {
    this.#feeds.delete(feed);
    this.#update();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly now = (): Connection => this.#now;

  #update(): void {
    const states = [...this.#feeds.values()];
    const next = states.includes('broken') ? 'reconnecting' : states.includes('live') ? 'live' : this.#now;
    if (next === this.#now) return;
    this.#now = next;
    for (const listener of this.#listeners) listener();
  }
}
