/** Turns calls into something to iterate. Bounded: when the reader falls behind, reading fails. */
export class Inbox<T> {
  readonly #capacity: number;
  readonly #waiting: T[] = [];
  #over: { readonly error: unknown } | 'ended' | undefined;
  #wake: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  put(message: T): void {
    if (this.#over !== undefined) return;
    if (this.#waiting.length >= this.#capacity) {
      this.#waiting.length = 0;
      this.fail(new Error('This page fell behind; it starts again.'));
      return;
    }
    this.#waiting.push(message);
    this.#wake?.();
  }

  /** Nothing comes any more. What waits is read still. */
  end(): void {
    this.#over ??= 'ended';
    this.#wake?.();
  }

  /** Nothing comes any more: the reader gets this error behind what waits. */
  fail(error: unknown): void {
    this.#over ??= { error };
    this.#wake?.();
  }

  /** For one reader. */
  async *messages(): AsyncGenerator<T, void> {
    while (true) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#over === 'ended') return;
      else if (this.#over !== undefined) throw this.#over.error;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
