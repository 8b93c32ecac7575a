import { Failure, type TaskId, taskId } from '@damselfly/core';
import type { dfdaemon, Empty } from '@damselfly/proto';
import type { Downloads } from '../download/downloads.ts';
import type { ReplicaBook, ReplicatedKind, ReplicatedTask } from '../persistent/replica-book.ts';
import { kindNoun } from '../persistent/scheduler-calls.ts';
import type { PieceStore, StoredTask } from '../storage/store.ts';
import { localReplicaMessage } from './task-message.ts';

export interface ReplicaCallsOptions<T extends ReplicatedTask> {
  readonly kind: ReplicatedKind;
  readonly store: PieceStore;
  readonly downloads: Pick<Downloads, 'cancel'>;
  readonly book: ReplicaBook<T>;
}

interface Named {
  readonly taskId: string;
}

/** The unary calls about replicated tasks of one kind. */
export class ReplicaCalls<T extends ReplicatedTask> {
  readonly #options: ReplicaCallsOptions<T>;

  constructor(options: ReplicaCallsOptions<T>) {
    this.#options = options;
  }

  /** What the schedulers know. */
  async stat(request: Named, { signal }: { readonly signal: AbortSignal }): Promise<T> {
    return this.#options.book.stat(taskId(request.taskId), signal);
  }

  async statLocal(request: Named): Promise<dfdaemon.StatLocalPersistentTaskResponse> {
    return localReplicaMessage(this.#stored(taskId(request.taskId)));
  }

  async listLocal(): Promise<{ tasks: dfdaemon.StatLocalPersistentTaskResponse[] }> {
    const { store, kind } = this.#options;
    const tasks = store.tasks().filter((task) => task.kind === kind);
    return { tasks: tasks.map(localReplicaMessage) };
  }

  /** Pins the copy of this host; a scheduler makes it count so. `precondition` for a copy that is not complete. */
  async update(request: Named & { readonly persistent: boolean }): Promise<Empty> {
    const { task, state } = this.#stored(taskId(request.taskId));
    if (!request.persistent) return {};
    if (state !== 'finished') throw new Failure('precondition', `the copy of ${task} on this host is not complete`);
    await this.#options.store.pin(task, true);
    return {};
  }

  /** Removes the copy of this host: how a scheduler deletes. */
  async deleteLocal(request: Named): Promise<Empty> {
    const { task } = this.#stored(taskId(request.taskId));
    await this.#options.downloads.cancel(task, 'the task was deleted');
    await this.#options.store.delete(task);
    return {};
  }

  #stored(task: TaskId): StoredTask {
    const { store, kind } = this.#options;
    const stored = store.task(task);
    if (stored?.kind !== kind) throw new Failure('notFound', `no ${kindNoun[kind]} ${task} on this host`);
    return stored;
  }
}
