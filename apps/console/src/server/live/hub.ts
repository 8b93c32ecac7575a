import { Failure, type TaskId, type TaskSummary } from '@damselfly/core';
import { Feed } from './feed.ts';
import type {
  HostsChange,
  LiveHub,
  SchedulerControls,
  SchedulerFeed,
  SchedulerHello,
  SummariesChange,
} from './live.ts';
import { createReader } from './reader.ts';
import { Recordings } from './recordings.ts';
import { SummaryClock } from './summary-clock.ts';
import { TaskIndex } from './task-index.ts';
import { Throughput } from './throughput.ts';
import type { UsageMeter } from './usage-meter.ts';
import { Watches } from './watches.ts';

export interface LiveHubOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly maxSchedulers?: number;
  readonly maxTasksPerScheduler?: number;
  readonly maxHostsPerScheduler?: number;
  readonly maxWatchedTasks?: number;
  readonly maxRecordedTasks?: number;
  readonly maxRecordings?: number;
  readonly maxRecordedBytesPerTask?: number;
  readonly maxRecordedBytes?: number;
  readonly maxPeersPerTask?: number;
  readonly maxReaders?: number;
  /** Events a reader of a task may fall behind before it gets a snapshot instead. */
  readonly maxBufferedEvents?: number;
  /** How long a task that nobody reads stays watched. */
  readonly unwatchAfterMs?: number;
  /** How long a task that nobody reads stays watched after the last thing that happened in it. */
  readonly recordSilentMs?: number;
  /** How long the facts of a lost scheduler stay. */
  readonly forgetAfterMs?: number;
  /** Hears what came to be, for the records of what moved. */
  readonly usage?: Pick<UsageMeter, 'count'>;
  /** 0: the owner calls `tick`; only tests do. */
  readonly tickIntervalMs?: number;
}

const defaults = {
  now: Date.now,
  maxSchedulers: 1000,
  maxTasksPerScheduler: 200_000,
  maxHostsPerScheduler: 200_000,
  maxWatchedTasks: 1000,
  maxRecordedTasks: 200,
  maxRecordings: 2000,
  maxRecordedBytesPerTask: 32 * 2 ** 20,
  maxRecordedBytes: 192 * 2 ** 20,
  maxPeersPerTask: 100_000,
  maxReaders: 10_000,
  maxBufferedEvents: 10_000,
  unwatchAfterMs: 30_000,
  recordSilentMs: 60_000,
  forgetAfterMs: 60_000,
  tickIntervalMs: 500,
};

/** Two minutes, a sample a second. */
const throughputSamples = 120;
/** A little less than a second, as timers may fire early. */
const sampleEveryMs = 950;
/** Tasks first heard of this soon after a stream opened are old news: their bytes did not move now. */
const openingMs = 3000;

/** Starts a hub with its own timer. `tick` does what is due at `now()`. */
export function createLiveHub(options: LiveHubOptions = {}): LiveHub & { tick(): void } {
  const settings = { ...defaults, ...options };
  const { now } = settings;
  const feeds = new Map<string, Feed>();
  const index = new TaskIndex();
  const throughput = new Throughput({ maxSamples: throughputSamples });
  const recordings = new Recordings({
    maxRecordings: settings.maxRecordings,
    maxBytesPerTask: settings.maxRecordedBytesPerTask,
    maxBytes: settings.maxRecordedBytes,
  });
  const watches = new Watches({ ...settings, feeds, recordings });
  const clock = new SummaryClock(settings.maxReaders);
  let sampledAtMs = 0;

  const onTaskChange = (feed: Feed, task: TaskId) => {
    index.update(feeds.values(), feed.hello.clusterId, task);
    watches.taskChanged(feed, task);
  };

  const countBytes = (feed: Feed, next: TaskSummary) => {
    const before = feed.tasks.isStale(next.task) ? undefined : feed.tasks.get(next.task);
    if (before === undefined && (feed.tasks.has(next.task) || now() - feed.sinceMs < openingMs)) return;
    const grown = (of: 'bytesFromSource' | 'bytesFromPeers') => Math.max(0, next[of] - (before?.[of] ?? 0));
    settings.usage?.count(feed.hello.clusterId, next, before);
    throughput.count(feed.hello.clusterId, grown('bytesFromSource'), grown('bytesFromPeers'));
  };

  function takeSummaries(feed: Feed, { tasks, gone, full }: SummariesChange): void {
    for (const summary of tasks) countBytes(feed, summary);
    if (full) feed.tasks.markStale(now());
    for (const summary of tasks) feed.tasks.put(summary.task, summary);
    for (const task of gone) feed.tasks.remove(task);
  }

  function takeHosts(feed: Feed, { announced, left, full }: HostsChange): void {
    if (full) feed.hosts.markStale(now());
    for (const host of announced) feed.hosts.put(host.id, host);
    for (const host of left) feed.hosts.remove(host);
  }

  function connect(hello: SchedulerHello, controls: SchedulerControls): SchedulerFeed {
    const key = `${hello.clusterId}/${hello.hostname}/${hello.ip}:${hello.port}`;
    const feed = feeds.get(key) ?? newFeed(key, hello);
    feed.connected(hello, controls, now());
    controls.record(settings.maxRecordedTasks);
    watches.disconnected(feed);
    const current = () => feed.controls === controls && feeds.get(key) === feed;
    return {
      hosts: (change) => {
        if (current()) takeHosts(feed, change);
      },
      summaries: (change) => {
        if (current()) takeSummaries(feed, change);
      },
      batch: (batch) => {
        if (current()) watches.batch(feed, batch);
      },
      snapshot: (graph) => {
        if (current()) watches.snapshot(feed, graph);
      },
      flows: (flows) => {
        if (current()) feed.flows = flows;
      },
      lost: () => {
        if (!current()) return;
        feed.lost(now());
        watches.disconnected(feed);
      },
    };
  }

  function newFeed(key: string, hello: SchedulerHello): Feed {
    if (feeds.size >= settings.maxSchedulers) {
      throw new Failure('exhausted', `this manager follows ${settings.maxSchedulers} schedulers and takes no more`);
    }
    const limits = { maxTasks: settings.maxTasksPerScheduler, maxHosts: settings.maxHostsPerScheduler };
    const feed = new Feed({ key, hello, ...limits, onTaskChange });
    feeds.set(key, feed);
    return feed;
  }

  function tick(): void {
    const nowMs = now();
    throughput.fade(nowMs);
    if (nowMs - sampledAtMs >= sampleEveryMs) {
      sampledAtMs = nowMs;
      throughput.sample(nowMs);
    }
    for (const [key, feed] of feeds) {
      feed.tasks.sweep(nowMs - settings.forgetAfterMs);
      feed.hosts.sweep(nowMs - settings.forgetAfterMs);
      if (feed.forgettable && nowMs - feed.sinceMs > settings.forgetAfterMs) feeds.delete(key);
    }
    watches.sweep({ unreadMs: nowMs - settings.unwatchAfterMs, silentMs: nowMs - settings.recordSilentMs });
    clock.tick();
  }

  const reader = createReader({ now, feeds, index, recordings, throughput, watches, clock });
  const timer = settings.tickIntervalMs > 0 ? setInterval(tick, settings.tickIntervalMs) : undefined;
  return {
    ...reader({ cluster: () => true, task: () => true }),
    seenBy: reader,
    connect,
    tick,
    close() {
      clearInterval(timer);
      watches.close();
      clock.close();
    },
  };
}
