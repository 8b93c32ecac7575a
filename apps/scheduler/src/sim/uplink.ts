import type { Agenda } from './agenda.ts';

interface Transfer {
  readonly bytes: number;
  readonly limit: number;
  readonly done: () => void;
}

/** A transfer is not started for less than this share of what both ends could do: it waits instead. */
const leastShare = 0.25;

/**
 * The sending side of a host's network. A transfer gets what is free when it starts, at most what its receiver can take,
 * and keeps that rate; when too little is free it waits. Latency and contention in between are not modelled.
 */
export class Uplink {
  readonly #agenda: Agenda;
  readonly #capacity: number;
  readonly #waiting: Transfer[] = [];
  #free: number;
  #busy = 0;
  sentBytes = 0;

  constructor(agenda: Agenda, bytesPerMs: number) {
    this.#agenda = agenda;
    this.#capacity = bytesPerMs;
    this.#free = bytesPerMs;
  }

  /** Pieces under way or waiting. */
  get load(): number {
    return this.#busy + this.#waiting.length;
  }

  /** Moves `bytes`, no faster than `limit` bytes a millisecond, then calls `done`. */
  send(bytes: number, limit: number, done: () => void): void {
    this.#waiting.push({ bytes, limit, done });
    this.#startWaiting();
  }

  #startWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const rate = Math.min(next.limit, this.#free);
      if (rate < leastShare * Math.min(next.limit, this.#capacity)) return;
      this.#waiting.shift();
      this.#start(next, rate);
    }
  }

  #start({ bytes, done }: Transfer, rate: number): void {
    this.#busy += 1;
    this.#free -= rate;
    this.#agenda.after(bytes / rate, () => {
      this.#busy -= 1;
      // Rounding errors must not add up while nothing is under way.
      this.#free = this.#busy === 0 ? this.#capacity : this.#free + rate;
      this.sentBytes += bytes;
      this.#startWaiting();
      done();
    });
  }
}
