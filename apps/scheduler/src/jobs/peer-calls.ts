import type { TaskId } from '@damselfly/core';
import type { common, dfdaemon } from '@damselfly/proto';
import type { JobHost } from './job-host.ts';

/** What a host holds of a task. */
export interface LocalCopy {
  readonly finished: boolean;
  readonly contentLength: number | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Where a download on a host stands. */
export interface DownloadState {
  readonly bytes: number;
  readonly contentLength: number | undefined;
}

/** What jobs ask of hosts. Every call rejects with a Failure and ends when the signal aborts. */
export interface PeerCalls {
  /** Ends once the download is complete. */
  download(host: JobHost, download: common.Download, signal: AbortSignal): AsyncIterable<DownloadState>;
  /** Undefined when the host has nothing of it. */
  statLocalTask(host: JobHost, task: TaskId, signal: AbortSignal): Promise<LocalCopy | undefined>;
  /** False when there was nothing to delete. */
  deleteTask(host: JobHost, task: TaskId, signal: AbortSignal): Promise<boolean>;
  listTaskEntries(
    host: JobHost,
    request: dfdaemon.ListTaskEntriesRequest,
    signal: AbortSignal,
  ): Promise<readonly dfdaemon.Entry[]>;
}
