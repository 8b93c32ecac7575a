/** Lets one loop sleep until something changed. A change while it is awake is not lost. */
export class Wake {
  #changed = false;
  #rouse: (() => void) | undefined;

  notify(): void {
    this.#changed = true;
    this.#rouse?.();
  }

  /** Waits for a change, `timeoutMs` or the abort, whichever is first; the caller looks at the signal itself. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<'changed' | 'timeout'> {
    if (!this.#changed && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, timeoutMs);
        const self = this;
        function done() {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          self.#rouse = undefined;
          resolve();
        }
        signal.addEventListener('abort', done);
        this.#rouse = done;
      });
    }
    const changed = this.#changed;
    this.#changed = false;
    return changed ? 'changed' : 'timeout';
  }
}
