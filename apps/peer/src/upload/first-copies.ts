import type { TaskId } from '@damselfly/core';
import type { PieceStore } from '../storage/store.ts';

interface Given {
  /** What became of the first copy of each piece. */
  readonly pieces: Map<number, 'going' | 'gone'>;
  /** When the last first copy began to go. */
  begunAtMs: number;
}

const maxTasks = 256;
/** When no first copy was asked for in this time, those who ask have no use for them. */
const interestMs = 5000;

/**
 * Keeps first copies apart from others. What this peer brought from the source only it can give: as long as it has such
 * pieces that nobody was sent, and they are asked for, who asks for another one does better to have it from the child that
 * got it.
 */
export class FirstCopies {
  readonly #store: Pick<PieceStore, 'task' | 'piece'>;
  /** What was sent of the tasks asked for last; a forgotten piece counts as never sent. */
  readonly #tasks = new Map<TaskId, Given>();

  readonly #nowMs: () => number;

  /** @param nowMs a monotonic clock. */
  constructor(store: Pick<PieceStore, 'task' | 'piece'>, nowMs: () => number = () => performance.now()) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /** True when nobody else can have the piece yet. */
  isFirst(task: TaskId, number: number): boolean {
    return this.#store.piece(task, number)?.parent === undefined && !this.#tasks.get(task)?.pieces.has(number);
  }

  /** True when another child has the piece or gets it just now, and there are first copies to send meanwhile. */
  isElsewhere(task: TaskId, number: number): boolean {
    const given = this.#tasks.get(task);
    const state = given?.pieces.get(number);
    if (given === undefined || state === undefined || this.#nowMs() - given.begunAtMs > interestMs) return false;
    if (state === 'going') return true;
    for (const held of this.#store.task(task)?.finishedPieces ?? []) {
      if (given.pieces.get(held) !== 'gone' && this.#store.piece(task, held)?.parent === undefined) return true;
    }
    return false;
  }

  /** A first copy is about to go; call the result with whether it was sent whole. */
  begin(task: TaskId, number: number): (sent: boolean) => void {
    const given = this.#remembered(task);
    given.pieces.set(number, 'going');
    given.begunAtMs = this.#nowMs();
    return (sent) => {
      if (sent) given.pieces.set(number, 'gone');
      else given.pieces.delete(number);
    };
  }

  #remembered(task: TaskId): Given {
    const given: Given = this.#tasks.get(task) ?? { pieces: new Map(), begunAtMs: 0 };
    this.#tasks.delete(task);
    this.#tasks.set(task, given);
    const oldest = this.#tasks.keys().next();
    if (this.#tasks.size > maxTasks && !oldest.done) this.#tasks.delete(oldest.value);
    return given;
  }
}
