import { Failure } from '@damselfly/core';

/** Counts what is open at once and refuses more than a limit. */
export class Admission {
  readonly #limit: number;
  #open = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get open(): number {
    return this.#open;
  }

  /** Takes a place; call the result once to give it back. Throws `exhausted` when there is none. */
  enter(): () => void {
    if (this.#open >= this.#limit) {
      throw new Failure('exhausted', `this scheduler holds ${this.#limit} announce streams, its limit`);
    }
    this.#open += 1;
    let inside = true;
    return () => {
      if (inside) this.#open -= 1;
      inside = false;
    };
  }
}
