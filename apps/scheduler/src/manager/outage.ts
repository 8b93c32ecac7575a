import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';

/** Says once that something does not work and once that it works again; what repeats goes to the debug level. */
export class Outage {
  readonly #log: Log;
  readonly #what: string;
  #down = false;

  constructor({ log, what }: { readonly log: Log; readonly what: string }) {
    this.#log = log;
    this.#what = what;
  }

  failed(thrown: unknown): void {
    const { code, message, cause } = Failure.from(thrown);
    const err = code === 'internal' ? cause : undefined;
    this.#log[this.#down ? 'debug' : 'warn']({ code, reason: message, err }, `${this.#what} failed; retrying`);
    this.#down = true;
  }

  works(): void {
    if (this.#down) this.#log.info(`${this.#what} works again`);
    this.#down = false;
  }
}
