import { type DagBatch, Failure, type TaskGraph, type TaskId } from '@damselfly/core';
import type { TaskUpdate } from '../domain/live/live-view.ts';
import type { Feed } from './feed.ts';
import { TaskView } from './task-view.ts';

export interface WatchesOptions {
  readonly now: () => number;
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly maxWatchedTasks: number;
  readonly maxPeersPerTask: number;
  readonly maxReaders: number;
  readonly maxBufferedEvents: number;
}

interface Watch {
  readonly clusterId: number;
  readonly task: TaskId;
  readonly view: TaskView;
}

const keyOf = (clusterId: number, task: TaskId) => `${clusterId}/${task}`;

/** The watched tasks: which schedulers were asked, and who reads. */
export class Watches {
  readonly #options: WatchesOptions;
  readonly #watches = new Map<string, Watch>();
  readonly #closing = new AbortController();
  #readers = 0;

  constructor(options: WatchesOptions) {
    this.#options = options;
  }

  /** Reads a task of a cluster; asks its schedulers when nobody read it before. */
  async *read(clusterId: number, task: TaskId, signal: AbortSignal): AsyncGenerator<TaskUpdate, void> {
    if (this.#readers >= this.#options.maxReaders) throw new Failure('exhausted', 'too many readers of live tasks');
    const { view } = this.#open(clusterId, task);
    const subscription = view.subscribe();
    this.#readers += 1;
    try {
      yield* subscription.read(AbortSignal.any([signal, this.#closing.signal]));
    } finally {
      this.#readers -= 1;
      view.unsubscribe(subscription, this.#options.now());
    }
  }

  /** A scheduler told of a task for the first time, told of it again, or has it no more. */
  taskChanged(feed: Feed, task: TaskId): void {
    const watch = this.#watches.get(keyOf(feed.hello.clusterId, task));
    if (watch === undefined) return;
    if (feed.tasks.has(task)) {
      if (!watch.view.asked.has(feed.key)) this.#ask(watch, feed);
      return;
    }
    if (this.#holders(watch).length > 0) {
      watch.view.forget(feed.key);
      return;
    }
    this.#watches.delete(keyOf(watch.clusterId, task));
    watch.view.gone();
  }

  batch(feed: Feed, batch: DagBatch): void {
    const view = this.#watches.get(keyOf(feed.hello.clusterId, batch.task))?.view;
    if (view?.batch(feed.key, batch) === 'gap') feed.controls?.snapshotWanted(batch.task);
  }

  snapshot(feed: Feed, graph: TaskGraph): void {
    this.#watches.get(keyOf(feed.hello.clusterId, graph.task))?.view.snapshot(feed.key, graph);
  }

  /** A stream opened or closed: each task is asked for again when the scheduler tells of it. */
  disconnected(feed: Feed): void {
    for (const { view } of this.#watches.values()) view.disconnected(feed.key);
  }

  /** Stops watching what nobody read since `beforeMs`. */
  sweep(beforeMs: number): void {
    for (const [key, watch] of this.#watches) {
      if (watch.view.idleSinceMs === undefined || watch.view.idleSinceMs > beforeMs) continue;
      this.#watches.delete(key);
      for (const feed of this.#holders(watch)) feed.controls?.unwatch(watch.task);
    }
  }

  close(): void {
    this.#closing.abort();
  }

  #open(clusterId: number, task: TaskId): Watch {
    const key = keyOf(clusterId, task);
    const known = this.#watches.get(key);
    if (known !== undefined) return known;
    const { maxWatchedTasks, maxPeersPerTask: maxPeers, maxBufferedEvents, now } = this.#options;
    if (this.#watches.size >= maxWatchedTasks) throw new Failure('exhausted', 'too many tasks are watched at once');
    const watch = { clusterId, task, view: new TaskView({ task, maxPeers, maxBufferedEvents, nowMs: now() }) };
    this.#watches.set(key, watch);
    for (const feed of this.#holders(watch)) this.#ask(watch, feed);
    return watch;
  }

  #ask(watch: Watch, feed: Feed): void {
    if (feed.controls === undefined || feed.tasks.isStale(watch.task)) return;
    watch.view.asked.add(feed.key);
    feed.controls.watch(watch.task);
  }

  #holders({ clusterId, task }: Watch): Feed[] {
    return [...this.#options.feeds.values()].filter(
      (feed) => feed.hello.clusterId === clusterId && feed.tasks.has(task),
    );
  }
}
