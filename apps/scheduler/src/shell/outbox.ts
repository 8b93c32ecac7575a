import { Failure } from '@damselfly/core';

/** The writing side of a stream. */
export interface ReplySink<Reply> {
  /** False when the stream has taken enough for now; `drained` is called when it can take more. */
  write(reply: Reply): boolean;
  end(): void;
  fail(failure: Failure): void;
}

/** Replies that may wait for a peer that does not read. A peer has at most a few answers under way. */
const waitingLimit = 16;

/** Replies on their way to one peer, in order and bounded. Its end is the last thing it does, whichever end comes first. */
export class Outbox<Reply> {
  readonly #sink: ReplySink<Reply>;
  readonly #waiting: Reply[] = [];
  #clear = true;
  #state: 'open' | 'ending' | 'over' = 'open';

  constructor(sink: ReplySink<Reply>) {
    this.#sink = sink;
  }

  /** True until an end was asked for. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  post(reply: Reply): void {
    if (this.#state !== 'open') return;
    if (this.#clear) this.#clear = this.#sink.write(reply);
    else if (this.#waiting.length < waitingLimit) this.#waiting.push(reply);
    else this.fail(new Failure('exhausted', 'the peer does not read its answers'));
  }

  /** The stream takes replies again. */
  drained(): void {
    this.#clear = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#clear = this.#sink.write(next);
      if (!this.#clear) return;
    }
    if (this.#state === 'ending') this.#finish();
  }

  /** Ends with OK once everything posted is written. */
  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    if (this.#waiting.length === 0) this.#finish();
  }

  /** Ends with an error at once. */
  fail(failure: Failure): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#waiting.length = 0;
    this.#sink.fail(failure);
  }

  /** The peer is gone: nothing more is written. */
  abandon(): void {
    this.#state = 'over';
    this.#waiting.length = 0;
  }

  #finish(): void {
    this.#state = 'over';
    this.#sink.end();
  }
}
