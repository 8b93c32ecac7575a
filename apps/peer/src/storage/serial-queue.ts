/** Runs one piece of work at a time, in order. */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** A failure is the caller's; what comes after runs all the same. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Resolves when everything queued so far has run. */
  async drained(): Promise<void> {
    await this.#tail;
  }
}
