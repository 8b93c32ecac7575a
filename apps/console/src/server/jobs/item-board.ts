import type { ItemChange, JobQueue, Totals } from './queue.ts';

const flushEveryMs = 500;

const keyOf = ({ clusterId, taskId, hostId }: Pick<ItemChange, 'clusterId' | 'taskId' | 'hostId'>) =>
  `${clusterId}\n${taskId}\n${hostId}`;

/** A job's items while it runs: kept in memory, written twice a second as far as they changed. */
export class ItemBoard {
  readonly #jobId: number;
  readonly #queue: Pick<JobQueue, 'saveItems'>;
  readonly #items = new Map<string, ItemChange>();
  readonly #changed = new Set<string>();
  readonly #onFailure: (thrown: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #expectedBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(jobId: number, queue: Pick<JobQueue, 'saveItems'>, onFailure: (thrown: unknown) => void) {
    this.#jobId = jobId;
    this.#queue = queue;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => void this.flush().catch(onFailure), flushEveryMs);
  }

  get items(): Iterable<ItemChange> {
    return this.#items.values();
  }

  /** How many bytes will come in all, as far as that is known before there are items. */
  expect(bytes: number): void {
    this.#expectedBytes += bytes;
  }

  /** Takes over what an earlier attempt left. */
  restore(items: readonly ItemChange[]): void {
    for (const item of items) this.#items.set(keyOf(item), item);
  }

  set(item: ItemChange): void {
    const key = keyOf(item);
    this.#items.set(key, item);
    this.#changed.add(key);
  }

  /** Changes what is known of an item; nothing when it is unknown. */
  update(key: Pick<ItemChange, 'clusterId' | 'taskId' | 'hostId'>, change: Partial<ItemChange>): void {
    const known = this.#items.get(keyOf(key));
    if (known !== undefined) this.set({ ...known, ...change });
  }

  /** Writes what changed. One write at a time, in order. */
  flush(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  /** Writes the rest and stops. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush().catch(this.#onFailure);
  }

  async #write(): Promise<void> {
    if (this.#changed.size === 0) return;
    const keys = [...this.#changed];
    this.#changed.clear();
    const changes = keys.flatMap((key) => this.#items.get(key) ?? []);
    try {
      await this.#queue.saveItems(this.#jobId, changes, this.#totals());
    } catch (error) {
      for (const key of keys) this.#changed.add(key);
      throw error;
    }
  }

  #totals(): Totals {
    let [totalBytes, doneBytes] = [0, 0];
    for (const { bytes, contentLength, state } of this.#items.values()) {
      if (state === 'failed' || state === 'cancelled') continue;
      totalBytes += contentLength ?? bytes;
      doneBytes += bytes;
    }
    return { totalBytes: Math.max(totalBytes, this.#expectedBytes), doneBytes };
  }
}
