import type { DagBatch, HostId, PeerKind, PeerState, TaskFacts, TaskGraph, TaskId } from '@damselfly/core';

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
}

/** A watched task: the whole graph first and after every gap, then what changes; `gone` ends the stream. */
export type TaskUpdate =
  | { readonly type: 'snapshot'; readonly graph: TaskGraph }
  | { readonly type: 'batch'; readonly batch: DagBatch }
  | { readonly type: 'gone' };

/** What schedulers tell of the running system. Reads answer from memory. */
export interface LiveView {
  hosts(): readonly LiveHost[];
  tasks(): readonly LiveTask[];
  task(id: TaskId): LiveTask | undefined;
  /** Ends when the signal aborts or after `gone`. */
  watchTask(id: TaskId, signal: AbortSignal): AsyncIterable<TaskUpdate>;
}
