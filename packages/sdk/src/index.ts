/** A client of the daemon on this machine. Begin with `connect`. */
export { Failure, type FailureCode } from '@damselfly/core';
export { type ConnectOptions, connect, Daemon, defaultSocketPath, type SourceEntry } from './daemon.ts';
export {
  type CallOptions,
  type DownloadWish,
  downloadMessage,
  type HubAccess,
  type ListWish,
  type SourceAccess,
} from './download-wish.ts';
export type { FileExport, FileImport, Files, ObjectAddress, Objects } from './replicas.ts';
export { type DownloadStep, inOrder, stepsOf } from './steps.ts';
export type { LocalTaskInfo, ReplicatedTaskInfo, SwarmTaskInfo, TaskEvent } from './tasks.ts';
