import { Failure, type TaskId } from '@damselfly/core';
import { Download } from './download.ts';
import type { DownloadRequest } from './download-request.ts';
import type { DownloadParts } from './gathering.ts';
import { TaskRun } from './task-run.ts';

/** All downloads of this process. Whoever asks for a task that is being fetched joins in: it is fetched once. */
export class Downloads {
  readonly #parts: DownloadParts;
  readonly #runs = new Map<TaskId, TaskRun>();
  readonly #prefetching = new Set<TaskId>();
  #closed = false;

  constructor(parts: DownloadParts) {
    this.#parts = parts;
  }

  /** When the task's download ends, well or not; undefined when it is not being fetched: no more pieces will come. */
  over(task: TaskId): Promise<void> | undefined {
    const run = this.#runs.get(task);
    return run === undefined ? undefined : this.#over(run);
  }

  /** Starts or joins the download and waits until its content is known. Rejects with what makes it impossible. */
  async open(request: DownloadRequest, signal: AbortSignal): Promise<Download> {
    this.#parts.admit?.(request);
    const run = await this.#join(request, signal);
    try {
      const facts = await abortable(run.facts, signal);
      if (request.range !== undefined && request.range.start >= facts.contentLength) {
        throw new Failure('invalid', `the range begins at byte ${request.range.start} of ${facts.contentLength}`);
      }
      return new Download({ run, store: this.#parts.store, request, facts });
    } catch (thrown) {
      run.leave();
      throw thrown;
    }
  }

  /**
   * Fetches the whole content of which a part was asked for, when nobody waits for anything else of it. Once a task while
   * it is being fetched; how it ends is counted and logged only.
   */
  prefetch(request: DownloadRequest): void {
    const { metrics, log, store } = this.#parts;
    const { task } = request;
    if (this.#prefetching.has(task) || store.task(task)?.state === 'finished' || this.#closed) return;
    this.#prefetching.add(task);
    const labels = { type: 0, tag: request.tag, app: request.application, priority: request.priority };
    metrics.prefetches.inc(labels);
    const whole = { ...request, range: undefined, digest: undefined, detached: true, ahead: true };
    void this.#join(whole, new AbortController().signal)
      .then((run) => run.done)
      .catch((err: unknown) => {
        metrics.prefetchFailures.inc(labels);
        log.info({ task, err }, 'the rest of a content could not be fetched ahead');
      })
      .finally(() => this.#prefetching.delete(task));
  }

  /** Ends the task's download, if any, and waits until it has let go. */
  async cancel(task: TaskId, why: string): Promise<void> {
    const run = this.#runs.get(task);
    run?.cancel(why);
    await this.#over(run);
  }

  /** Ends all downloads. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const run of this.#runs.values()) run.cancel('the daemon is stopping');
    await Promise.all([...this.#runs.values()].map((run) => this.#over(run)));
  }

  async #join(request: DownloadRequest, signal: AbortSignal): Promise<TaskRun> {
    for (;;) {
      if (this.#closed) throw new Failure('unavailable', 'the daemon is stopping');
      const running = this.#runs.get(request.task);
      if (running?.join(request)) return running;
      if (running === undefined) return this.#start(request);
      await abortable(this.#over(running), signal);
    }
  }

  #start(request: DownloadRequest): TaskRun {
    const run = new TaskRun(this.#parts, request);
    this.#runs.set(request.task, run);
    run.join(request);
    const forget = () => {
      this.#runs.delete(request.task);
    };
    run.done.then(forget, forget);
    return run;
  }

  async #over(run: TaskRun | undefined): Promise<void> {
    if (run !== undefined) await Promise.allSettled([run.done]);
  }
}

/** Waits for `promise` until the signal aborts. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Failure('cancelled', 'the caller left', { cause: signal.reason });
  let leave: () => void = () => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(new Failure('cancelled', 'the caller left', { cause: signal.reason }));
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([promise, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
