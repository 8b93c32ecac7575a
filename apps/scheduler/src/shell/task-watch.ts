import { Failure, type TaskId } from '@damselfly/core';

/** Waits at once; beyond, whoever wants to wait is turned away. */
const waitLimit = 4096;

/** Lets callers wait for the next published change of a task. */
export class TaskWatch {
  readonly #waiting = new Map<TaskId, Set<() => void>>();
  #waits = 0;

  /** Resolves after the task's next change; rejects when the signal aborts or too many wait. */
  change(task: TaskId, signal: AbortSignal): Promise<void> {
    if (this.#waits >= waitLimit) return Promise.reject(new Failure('exhausted', 'too many callers wait for tasks'));
    signal.throwIfAborted();
    const set = this.#waiting.get(task) ?? new Set();
    this.#waiting.set(task, set);
    this.#waits += 1;
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waits -= 1;
        signal.removeEventListener('abort', onAbort);
        set.delete(changed);
        if (set.size === 0) this.#waiting.delete(task);
      };
      const changed = () => {
        end();
        resolve();
      };
      const onAbort = () => {
        end();
        reject(signal.reason);
      };
      set.add(changed);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** The task has changed. */
  changed(task: TaskId): void {
    for (const tell of [...(this.#waiting.get(task) ?? [])]) tell();
  }
}
