import type { ClusterRecord, SchedulerRecord, TopologyStores } from './stores.ts';

/** All clusters and all schedulers, as they were at one moment. */
export interface DirectoryContent {
  readonly clusters: readonly ClusterRecord[];
  readonly schedulers: readonly SchedulerRecord[];
}

/** A peer asks once a minute, and there are many peers. */
const freshForMs = 1_000;

/** Reads the whole directory at most once a second, however many ask; at once after a change made here. */
export class Directory {
  readonly #stores: Pick<TopologyStores, 'clusters' | 'schedulers'>;
  readonly #now: () => number;
  #reading: { readonly atMs: number; readonly content: Promise<DirectoryContent> } | undefined;

  constructor({
    stores,
    now,
  }: { readonly stores: Pick<TopologyStores, 'clusters' | 'schedulers'>; readonly now: () => number }) {
    this.#stores = stores;
    this.#now = now;
  }

  read(): Promise<DirectoryContent> {
    const nowMs = this.#now();
    if (this.#reading !== undefined && nowMs - this.#reading.atMs < freshForMs) return this.#reading.content;
    const reading = { atMs: nowMs, content: this.#load() };
    this.#reading = reading;
    reading.content.catch(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    return reading.content;
  }

  /** What was read is old. */
  changed(): void {
    this.#reading = undefined;
  }

  async #load(): Promise<DirectoryContent> {
    const [clusters, schedulers] = await Promise.all([this.#stores.clusters.list(), this.#stores.schedulers.list()]);
    return { clusters, schedulers };
  }
}
