import type {
  DagBatch,
  HostFlows,
  HostId,
  PeerId,
  PeerKind,
  PeerState,
  PullRecord,
  TaskFacts,
  TaskGraph,
  TaskId,
  TaskState,
} from '@damselfly/core';
import type { RecordedSegment, RecordingRange } from './recordings.ts';

/** A host as its scheduler last described it. Rates are bits per second, sizes bytes. */
export interface LiveHost {
  readonly id: HostId;
  readonly schedulerClusterId: number;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  readonly kind: PeerKind;
  readonly os: string;
  readonly version: string;
  readonly uploadLimit: number;
  readonly uploads: number;
  readonly maxTxBps: number;
  readonly txBps: number;
  readonly diskTotalBytes: number;
  readonly diskFreeBytes: number;
  readonly cpuPercent: number;
  readonly memoryUsedPercent: number;
  readonly announcedAtMs: number;
  /** Its scheduler is lost: this is how it was. */
  readonly stale: boolean;
}

/** A scheduler as its stream tells. */
export interface LiveScheduler {
  readonly schedulerId: string;
  readonly schedulerClusterId: number;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly startedAtMs: number;
  readonly connected: boolean;
  /** When its stream last opened or closed. */
  readonly sinceMs: number;
  readonly hosts: number;
  readonly tasks: number;
}

/** What one host downloads now. */
export interface HostDownloads {
  readonly running: number;
  /** The mean of the running ones, 0 to 1; absent while no length is known. */
  readonly progress: number | undefined;
}

/** A host's part in a task. */
export interface HostTask {
  readonly task: TaskId;
  readonly url: string;
  readonly state: PeerState;
  readonly finishedBytes: number;
  /** Absent while it is unknown. */
  readonly contentLength: number | undefined;
  readonly joinedAtMs: number;
}

/** A task in numbers. */
export interface LiveTask {
  readonly id: TaskId;
  readonly schedulerClusterId: number;
  readonly facts: TaskFacts;
  readonly peersByState: Readonly<Record<PeerState, number>>;
  readonly seeds: number;
  readonly bytesFromSource: number;
  readonly bytesFromPeers: number;
  readonly updatedAtMs: number;
  /** The schedulers that hold a part of it, as `ip:port`. */
  readonly schedulers: readonly string[];
  /** All of them are lost: this is how it was. */
  readonly stale: boolean;
}

/** A watched task: the whole graph first and after every gap, then what changes; `gone` ends the stream. */
export type TaskUpdate =
  | { readonly type: 'snapshot'; readonly graph: TaskGraph }
  | { readonly type: 'batch'; readonly batch: DagBatch }
  | { readonly type: 'gone' };

export interface TaskQuery {
  /** Part of the URL, the id, the application or the tag, whatever the case. */
  readonly search?: string | undefined;
  readonly state?: TaskState | undefined;
  readonly clusterIds?: readonly number[] | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

export interface TaskPage {
  /** Last updated first. */
  readonly items: readonly LiveTask[];
  readonly nextCursor: string | undefined;
  /** How many match in all. */
  readonly total: number;
}

/** How fast bytes came from the source and from peers, bytes per second. */
export interface ThroughputPoint {
  readonly atMs: number;
  readonly fromSourceBps: number;
  readonly fromPeersBps: number;
}

/** What schedulers tell of the running system. Reads answer from memory. */
export interface LiveView {
  schedulers(): readonly LiveScheduler[];
  hosts(): readonly LiveHost[];
  tasks(): readonly LiveTask[];
  searchTasks(query: TaskQuery): TaskPage;
  task(id: TaskId): LiveTask | undefined;
  /** Ends when the signal aborts or after `gone`. Throws `exhausted` when too many are watched. */
  watchTask(id: TaskId, signal: AbortSignal): AsyncIterable<TaskUpdate>;
  /** Who sends to whom in a cluster: the busiest flows of each of its schedulers. */
  flows(clusterId: number): HostFlows;
  /** The downloads under way in a cluster by host, of the tasks that are watched or recorded. */
  downloads(clusterId: number): ReadonlyMap<HostId, HostDownloads>;
  /** What a host of a cluster has or fetches, of the tasks that are watched or recorded; the last joined first. */
  tasksOn(clusterId: number, host: HostId): readonly HostTask[];
  /** What is recorded of a task, also after schedulers forgot it; `undefined` when nothing is. */
  recordedRange(id: TaskId): RecordingRange | undefined;
  /** The part of a task's recording that an instant lies in. */
  recordedSegment(id: TaskId, atMs: number): RecordedSegment | undefined;
  /** What is recorded of one peer's download. */
  recordedPull(id: TaskId, peer: PeerId): PullRecord | undefined;
  /** Oldest first, up to now. */
  throughput(): readonly ThroughputPoint[];
}

/** What a reader may know of. A task is told by its cluster and the application that asked for it. */
export interface Visible {
  cluster(schedulerClusterId: number): boolean;
  task(schedulerClusterId: number, application: string): boolean;
}

/** Narrows the view to what a reader may know: everybody sees through `seenBy`. */
export interface LiveSource {
  seenBy(visible: Visible): LiveView;
}
