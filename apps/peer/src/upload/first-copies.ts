import type { TaskId } from '@damselfly/core';
import type { PieceStore } from '../storage/store.ts';

/** What became of the first copy of each piece. */
type Given = Map<number, 'going' | 'gone'>;

const maxTasks = 256;

/**
 * Keeps first copies apart from others. What this peer brought from the source only it can give: as long as it has such
 * pieces that nobody was sent, whoever asks for another one does better to have it from the child that got it.
 */
export class FirstCopies {
  readonly #store: Pick<PieceStore, 'task' | 'piece'>;
  /** What was sent of the tasks asked for last; a forgotten piece counts as never sent. */
  readonly #tasks = new Map<TaskId, Given>();

  constructor(store: Pick<PieceStore, 'task' | 'piece'>) {
    this.#store = store;
  }

  /** True when nobody else can have the piece yet. */
  isFirst(task: TaskId, number: number): boolean {
    return this.#store.piece(task, number)?.parent === undefined && !this.#tasks.get(task)?.has(number);
  }

  /** True when another child has the piece or gets it just now, and there are first copies to send meanwhile. */
  isElsewhere(task: TaskId, number: number): boolean {
    const given = this.#tasks.get(task);
    const state = given?.get(number);
    if (given === undefined || state === undefined) return false;
    if (state === 'going') return true;
    for (const held of this.#store.task(task)?.finishedPieces ?? []) {
      if (given.get(held) !== 'gone' && this.#store.piece(task, held)?.parent === undefined) return true;
    }
    return false;
  }

  /** A first copy is about to go; call the result with whether it was sent whole. */
  begin(task: TaskId, number: number): (sent: boolean) => void {
    const given = this.#remembered(task);
    given.set(number, 'going');
    return (sent) => {
      if (sent) given.set(number, 'gone');
      else given.delete(number);
    };
  }

  #remembered(task: TaskId): Given {
    const given: Given = this.#tasks.get(task) ?? new Map();
    this.#tasks.delete(task);
    this.#tasks.set(task, given);
    const oldest = this.#tasks.keys().next();
    if (this.#tasks.size > maxTasks && !oldest.done) this.#tasks.delete(oldest.value);
    return given;
  }
}
