import { Failure } from '@damselfly/core';

const maxWaiting = 10_000;

/** Orders on their way to one scheduler. One that takes none of ten thousand loses its stream. */
export class OrderQueue<Order> {
  #orders: Order[] = [];
  #over: { readonly thrown?: unknown } | undefined;
  #wake: (() => void) | undefined;

  push(order: Order): void {
    if (this.#over !== undefined) return;
    if (this.#orders.length >= maxWaiting)
      this.fail(new Failure('exhausted', 'the scheduler does not read its orders'));
    else this.#orders.push(order);
    this.#wake?.();
  }

  /** What waits is still read. */
  end(): void {
    this.#over ??= {};
    this.#wake?.();
  }

  /** The reader throws this at once. */
  fail(thrown: unknown): void {
    this.#over ??= { thrown };
    this.#orders = [];
    this.#wake?.();
  }

  /** Ends with the queue or the signal. */
  async *read(signal: AbortSignal): AsyncGenerator<Order, void> {
    const wake = () => this.#wake?.();
    signal.addEventListener('abort', wake, { once: true });
    try {
      while (!signal.aborted) {
        const order = this.#orders.shift();
        if (order !== undefined) yield order;
        else if (this.#over !== undefined) break;
        else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
    if (this.#over !== undefined && 'thrown' in this.#over) throw this.#over.thrown;
  }
}
