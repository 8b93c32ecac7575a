import type {
  DagBatch,
  HostDetails,
  HostFacts,
  HostFlows,
  HostId,
  PeerCounts,
  TaskGraph,
  TaskId,
  TaskState,
  TaskSummary,
} from '@damselfly/core';
import type { LiveHost, LiveTask, LiveView, TaskUpdate, Visible } from '../domain/live/live-view.ts';
import type { ThroughputSample } from './throughput.ts';

export type { LiveHost, LiveTask, TaskUpdate } from '../domain/live/live-view.ts';
export { createLiveHub, type LiveHubOptions } from './hub.ts';
export type { ThroughputSample } from './throughput.ts';

/** A scheduler as it introduced itself on its stream. */
export interface SchedulerHello {
  /** New at every start of the scheduler. */
  readonly schedulerId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly clusterId: number;
  readonly startedAtMs: number;
}

/** A host; `stale` since its scheduler was lost. */
export interface HubHost extends LiveHost {
  readonly disableShared: boolean;
  readonly proxyPort: number;
  readonly details: HostDetails;
  readonly stale: boolean;
}

/** A task of one cluster; `stale` since all schedulers that know it were lost. */
export interface HubTask extends LiveTask {
  /** The schedulers that hold a part of it, as `ip:port`. */
  readonly schedulers: readonly string[];
  readonly stale: boolean;
}

export interface TaskSearch {
  /** Part of the URL, the id, the tag or the application, whatever the case. */
  readonly search?: string | undefined;
  readonly state?: TaskState | undefined;
  readonly clusterIds?: readonly number[] | undefined;
  /** 1 to 200. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface TaskPage {
  /** Last updated first. */
  readonly items: readonly HubTask[];
  readonly nextCursor: string | undefined;
  /** How many match in all. */
  readonly total: number;
}

/** The running system in numbers. */
export interface LiveSummary {
  readonly atMs: number;
  readonly schedulers: { readonly connected: number; readonly lost: number };
  readonly hosts: { readonly normal: number; readonly seed: number };
  readonly tasks: Readonly<Record<TaskState, number>>;
  readonly peersByState: PeerCounts;
  /** Of the tasks that schedulers still know. */
  readonly bytesFromSource: number;
  readonly bytesFromPeers: number;
  readonly throughput: ThroughputSample;
}

/** Reads answer from memory. A task known to several clusters is one entry in each. */
export interface LiveReader extends LiveView {
  hosts(query?: { readonly clusterId?: number }): readonly HubHost[];
  tasks(): readonly HubTask[];
  searchTasks(query: TaskSearch): TaskPage;
  /** Without a cluster: where it was updated last. */
  task(id: TaskId, clusterId?: number): HubTask | undefined;
  /** Ends when the signal aborts or after `gone`. Throws `exhausted` when too many are watched. */
  watchTask(id: TaskId, signal: AbortSignal, clusterId?: number): AsyncIterable<TaskUpdate>;
  summary(): LiveSummary;
  /** The summary now, then at most twice a second while the signal lasts. A slow reader skips some. */
  watchSummary(signal: AbortSignal): AsyncIterable<LiveSummary>;
  /** Samples of the last two minutes, one a second, oldest first. */
  throughput(): readonly ThroughputSample[];
}

/** What the hub asks of a connected scheduler. Must not throw. */
export interface SchedulerControls {
  watch(task: TaskId): void;
  unwatch(task: TaskId): void;
  snapshotWanted(task: TaskId): void;
  /** From now on tasks in which something happens are sent unasked, at most so many at once. */
  record(maxTasks: number): void;
}

export interface HostsChange {
  readonly announced: readonly HostFacts[];
  readonly left: readonly HostId[];
  /** These are all hosts. */
  readonly full: boolean;
}

export interface SummariesChange {
  readonly tasks: readonly TaskSummary[];
  readonly gone: readonly TaskId[];
  /** These are all tasks; more may follow in further changes. */
  readonly full: boolean;
}

/** Where a scheduler's stream delivers. After `lost`, or after a newer stream of the same scheduler, deliveries do nothing. */
export interface SchedulerFeed {
  hosts(change: HostsChange): void;
  summaries(change: SummariesChange): void;
  batch(batch: DagBatch): void;
  snapshot(graph: TaskGraph): void;
  flows(flows: HostFlows): void;
  lost(): void;
}

/** What all schedulers tell, in memory: reads without a filter are for callers that filter themselves. */
export interface LiveHub extends LiveReader {
  /** The same facts, as far as `visible` allows; asked anew at every read. */
  seenBy(visible: Visible): LiveReader;
  /** Opens a scheduler's feed. Throws `exhausted` beyond the limit of schedulers. */
  connect(hello: SchedulerHello, controls: SchedulerControls): SchedulerFeed;
  /** Ends every watch. */
  close(): void;
}
