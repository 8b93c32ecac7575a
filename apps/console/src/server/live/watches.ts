import { type DagBatch, Failure, type TaskGraph, type TaskId } from '@damselfly/core';
import type { TaskUpdate } from '../domain/live/live-view.ts';
import type { Feed } from './feed.ts';
import type { Recordings } from './recordings.ts';
import { TaskView } from './task-view.ts';

export interface WatchesOptions {
  readonly now: () => number;
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly recordings: Recordings;
  readonly maxWatchedTasks: number;
  /** Tasks that are watched although nobody reads them, because something happens in them. */
  readonly maxRecordedTasks: number;
  readonly maxPeersPerTask: number;
  readonly maxReaders: number;
  readonly maxBufferedEvents: number;
}

interface Watch {
  readonly clusterId: number;
  readonly task: TaskId;
  readonly view: TaskView;
  /** When something last happened in it. */
  eventAtMs: number;
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

  /** Events of a task; those that begin with the first are recorded unasked. */
  batch(feed: Feed, batch: DagBatch): void {
    const begins = batch.firstSeq === 1;
    const watch = this.#watchOf(feed, batch.task) ?? (begins ? this.#record(feed, batch.task) : undefined);
    if (watch === undefined) return;
    watch.eventAtMs = this.#options.now();
    if (begins && !watch.view.follows(feed.key)) watch.view.begin(feed.key, batch.events[0]?.atMs ?? batch.atMs);
    if (watch.view.batch(feed.key, batch) === 'gap') feed.controls?.snapshotWanted(batch.task);
  }

  /** A task as a scheduler has it: asked for, or because something happened in it. */
  snapshot(feed: Feed, graph: TaskGraph): void {
    const watch = this.#watchOf(feed, graph.task) ?? this.#record(feed, graph.task);
    watch?.view.asked.add(feed.key);
    watch?.view.snapshot(feed.key, graph);
  }

  /** A stream opened or closed: each task is asked for again when the scheduler tells of it. */
  disconnected(feed: Feed): void {
    for (const { view } of this.#watches.values()) view.disconnected(feed.key);
  }

  /** Stops watching what nobody read since `unreadMs` and in which nothing happened since `silentMs`. */
  sweep({ unreadMs, silentMs }: { readonly unreadMs: number; readonly silentMs: number }): void {
    for (const watch of this.#watches.values()) {
      if (watch.view.idleSinceMs === undefined || watch.view.idleSinceMs > unreadMs) continue;
      if (watch.eventAtMs <= silentMs) this.#leave(watch);
    }
  }

  /** The graphs of a cluster's watched tasks, for reading only. */
  *graphsOf(clusterId: number): Generator<TaskGraph> {
    for (const watch of this.#watches.values()) if (watch.clusterId === clusterId) yield watch.view.graph;
  }

  close(): void {
    this.#closing.abort();
  }

  #open(clusterId: number, task: TaskId): Watch {
    const known = this.#watches.get(keyOf(clusterId, task));
    if (known !== undefined) return known;
    if (this.#watches.size >= this.#options.maxWatchedTasks) this.#leaveQuietest();
    if (this.#watches.size >= this.#options.maxWatchedTasks) {
      throw new Failure('exhausted', 'too many tasks are watched at once');
    }
    const watch = this.#add(clusterId, task, Number.NEGATIVE_INFINITY);
    for (const feed of this.#holders(watch)) this.#ask(watch, feed);
    return watch;
  }

  /** Watches a task nobody reads, as far as there is room. */
  #record(feed: Feed, task: TaskId): Watch | undefined {
    const unread = [...this.#watches.values()].filter(({ view }) => view.idleSinceMs !== undefined).length;
    if (unread < this.#options.maxRecordedTasks && this.#watches.size < this.#options.maxWatchedTasks) {
      return this.#add(feed.hello.clusterId, task, this.#options.now());
    }
    feed.controls?.unwatch(task);
    return undefined;
  }

  #add(clusterId: number, task: TaskId, eventAtMs: number): Watch {
    const { recordings, maxPeersPerTask: maxPeers, maxBufferedEvents, now } = this.#options;
    const recording = recordings.of(clusterId, task);
    const view = new TaskView({ task, maxPeers, maxBufferedEvents, nowMs: now(), recording });
    const watch = { clusterId, task, view, eventAtMs };
    this.#watches.set(keyOf(clusterId, task), watch);
    return watch;
  }

  /** Makes room for a reader. */
  #leaveQuietest(): void {
    const unread = [...this.#watches.values()].filter(({ view }) => view.idleSinceMs !== undefined);
    const quietest = unread.reduce<Watch | undefined>(
      (best, watch) => (best !== undefined && best.eventAtMs <= watch.eventAtMs ? best : watch),
      undefined,
    );
    if (quietest !== undefined) this.#leave(quietest);
  }

  #leave(watch: Watch): void {
    this.#watches.delete(keyOf(watch.clusterId, watch.task));
    for (const feed of this.#options.feeds.values()) {
      if (watch.view.asked.has(feed.key)) feed.controls?.unwatch(watch.task);
    }
  }

  #watchOf(feed: Feed, task: TaskId): Watch | undefined {
    return this.#watches.get(keyOf(feed.hello.clusterId, task));
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
