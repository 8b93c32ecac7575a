import { Failure, type PeerId, type TaskId } from '@damselfly/core';
import { type Log, withTimeout } from '@damselfly/core/node';
import type { DownloadRequest } from '../download/download-request.ts';
import type { Scheduling, SessionListener } from '../download/scheduling.ts';
import type { PieceStore, StoredTask } from '../storage/store.ts';
import type { KnownScheduler, SchedulerPool } from './scheduler-pool.ts';

export interface HeldTasksOptions {
  readonly store: Pick<PieceStore, 'task' | 'tasks'>;
  readonly scheduling: Pick<Scheduling, 'register'>;
  readonly pool: Pick<SchedulerPool, 'choose'>;
  readonly makePeerId: () => PeerId;
  readonly log: Log;
}

/** Of more, those used last. */
const maxTasks = 2000;
const atOnce = 4;
const answerTimeoutMs = 10_000;

/** Tells a scheduler that begins to know this host which finished tasks are here, so that others can have them. */
export class HeldTasks {
  readonly #options: HeldTasksOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: HeldTasksOptions) {
    this.#options = options;
  }

  /** Works in the background. */
  announceTo(scheduler: KnownScheduler): void {
    const { store, pool, log } = this.#options;
    const queue = store
      .tasks()
      .filter(
        ({ state, task, kind = 'standard' }) =>
          kind === 'standard' && state === 'finished' && pool.choose(task)[0]?.name === scheduler.name,
      )
      .sort((one, other) => other.usedAtMs - one.usedAtMs)
      .slice(0, maxTasks);
    if (queue.length === 0) return;
    log.info({ scheduler: scheduler.name, tasks: queue.length }, 'announcing what is held');
    for (let worker = 0; worker < Math.min(atOnce, queue.length); worker += 1) {
      this.#background(this.#work(queue));
    }
  }

  /** Tells the task's scheduler, in the background, of a task that came here without its help. */
  announceTask(id: TaskId): void {
    const task = this.#options.store.task(id);
    if (task?.state !== 'finished') return;
    this.#background(this.#work([task]));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  #background(work: Promise<void>): void {
    const running = work.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #work(queue: StoredTask[]): Promise<void> {
    for (let task = queue.shift(); task !== undefined && !this.#stop.signal.aborted; task = queue.shift()) {
      try {
        await this.#announce(task);
      } catch (thrown) {
        if (this.#stop.signal.aborted) return;
        this.#options.log.info({ task: task.task, err: Failure.from(thrown) }, 'a held task could not be announced');
        return;
      }
    }
  }

  async #announce(task: StoredTask): Promise<void> {
    const { contentLength, pieceLength, header } = task;
    if (contentLength === undefined || contentLength === 0) return;
    const { scheduling, makePeerId } = this.#options;
    const facts = { contentLength, pieceLength, header };
    const registration = { request: requestFor(task), peer: makePeerId(), facts, metadataOnly: true };
    const late = 'the scheduler did not answer';
    await withTimeout(answerTimeoutMs, late, this.#stop.signal, async (signal) => {
      const answered = answer(signal);
      const session = await scheduling.register(registration, answered, signal);
      try {
        await answered.promise;
        session.report({ kind: 'started' });
        session.report({ kind: 'finished' });
      } catch (thrown) {
        session.report({ kind: 'failed', description: Failure.from(thrown).message });
        throw thrown;
      }
    });
  }
}

/** A listener for one reply; its promise rejects when the scheduler is lost or the signal aborts. */
function answer(signal: AbortSignal): SessionListener & { readonly promise: Promise<void> } {
  let listener: SessionListener | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    listener = { reply: () => resolve(), lost: reject };
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // It may be lost before anybody waits.
  promise.catch(() => undefined);
  return { promise, reply: (reply) => listener?.reply(reply), lost: (failure) => listener?.lost(failure) };
}

function requestFor({ task, url, application, tag, digest }: StoredTask): DownloadRequest {
  return {
    task,
    url,
    header: {},
    application,
    tag,
    digest,
    priority: 0,
    filteredQueryParams: [],
    disableBackToSource: false,
    needBackToSource: false,
    certificates: [],
    detached: false,
  };
}
