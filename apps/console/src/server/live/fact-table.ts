/** What one scheduler told, by key. Facts go stale when their scheduler is lost and are dropped later; the table is bounded. */
export class FactTable<Key, Value> {
  /** In the order of their last update. */
  readonly #facts = new Map<Key, { readonly value: Value; staleSinceMs: number | undefined }>();
  readonly #limit: number;
  readonly #onChange: (key: Key) => void;

  /** `onChange` hears of every key that was put, removed, or changed its staleness. */
  constructor({ limit, onChange }: { readonly limit: number; readonly onChange: (key: Key) => void }) {
    this.#limit = limit;
    this.#onChange = onChange;
  }

  get(key: Key): Value | undefined {
    return this.#facts.get(key)?.value;
  }

  has(key: Key): boolean {
    return this.#facts.has(key);
  }

  isStale(key: Key): boolean {
    return this.#facts.get(key)?.staleSinceMs !== undefined;
  }

  *entries(): Generator<{ readonly value: Value; readonly stale: boolean }> {
    for (const { value, staleSinceMs } of this.#facts.values()) yield { value, stale: staleSinceMs !== undefined };
  }

  get size(): number {
    return this.#facts.size;
  }

  /** Puts a fresh fact. A full table forgets the one that was not updated for longest. */
  put(key: Key, value: Value): void {
    this.#facts.delete(key);
    this.#facts.set(key, { value, staleSinceMs: undefined });
    this.#onChange(key);
    if (this.#facts.size <= this.#limit) return;
    for (const oldest of this.#facts.keys()) {
      this.remove(oldest);
      return;
    }
  }

  remove(key: Key): void {
    if (this.#facts.delete(key)) this.#onChange(key);
  }

  markStale(nowMs: number): void {
    for (const [key, fact] of this.#facts) {
      if (fact.staleSinceMs !== undefined) continue;
      fact.staleSinceMs = nowMs;
      this.#onChange(key);
    }
  }

  /** Drops what went stale before `beforeMs`. */
  sweep(beforeMs: number): void {
    for (const [key, { staleSinceMs }] of this.#facts) {
      if (staleSinceMs !== undefined && staleSinceMs < beforeMs) this.remove(key);
    }
  }
}
