import type { DagEvent, TaskId } from '@damselfly/core';

export interface NumberedEvent {
  readonly task: TaskId;
  readonly seq: number;
  readonly event: DagEvent;
}

/** A queue of events that never grows: a full one forgets its oldest. */
export class EventRing {
  readonly #slots: (NumberedEvent | undefined)[];
  #first = 0;
  #size = 0;
  /** Events forgotten since the ring was made. */
  dropped = 0;

  constructor(capacity: number) {
    this.#slots = new Array<NumberedEvent | undefined>(capacity).fill(undefined);
  }

  get size(): number {
    return this.#size;
  }

  push(event: NumberedEvent): void {
    const capacity = this.#slots.length;
    this.#slots[(this.#first + this.#size) % capacity] = event;
    if (this.#size < capacity) {
      this.#size += 1;
      return;
    }
    this.#first = (this.#first + 1) % capacity;
    this.dropped += 1;
  }

  /** Everything in it, oldest first; the ring is empty then. */
  take(): NumberedEvent[] {
    const taken: NumberedEvent[] = [];
    const capacity = this.#slots.length;
    for (let n = 0; n < this.#size; n += 1) {
      const slot = (this.#first + n) % capacity;
      const event = this.#slots[slot];
      this.#slots[slot] = undefined;
      if (event !== undefined) taken.push(event);
    }
    this.#first = 0;
    this.#size = 0;
    return taken;
  }
}
