/** Messages on their way to a stream: filled at any time, read by one loop. Ends when closed and empty. */
export class ReportQueue<T> implements AsyncIterable<T> {
  readonly #messages: T[] = [];
  readonly #capacity: number;
  #arrived: (() => void) | undefined;
  #closed = false;

  /** Above `capacity` messages waiting, new ones are dropped: `push` says so. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(message: T): boolean {
    if (this.#closed || this.#messages.length >= this.#capacity) return false;
    this.#messages.push(message);
    this.#arrived?.();
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#arrived?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) yield message;
      else if (this.#closed) return;
      else {
        await new Promise<void>((resolve) => {
          this.#arrived = resolve;
        });
        this.#arrived = undefined;
      }
    }
  }
}
