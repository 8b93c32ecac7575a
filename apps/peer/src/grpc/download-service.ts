import { type CallContext, dfdaemon, type Empty, type Handlers, type ServiceBinding } from '@damselfly/proto';
import { type DownloadTaskOptions, downloadTask } from './download-task.ts';
import { notHere } from './not-here.ts';
import type { TaskCalls } from './task-calls.ts';

export interface DownloadServiceOptions {
  readonly tasks: TaskCalls;
  readonly downloading: DownloadTaskOptions;
  /** Tells the schedulers that this host leaves. */
  readonly leave: () => Promise<void>;
}

/** What this peer does for programs on its machine: DfdaemonDownload, over the unix socket. */
export function downloadService(
  { unary, serverStream }: Handlers,
  { tasks, downloading, leave }: DownloadServiceOptions,
): ServiceBinding {
  const implementation: dfdaemon.DfdaemonDownloadServer = {
    downloadTask: serverStream((request: dfdaemon.DownloadTaskRequest, call: CallContext) =>
      downloadTask(request, call, downloading),
    ),
    statTask: unary((request: dfdaemon.StatTaskRequest, call) => tasks.statTask(request, call)),
    statLocalTask: unary((request: dfdaemon.StatLocalTaskRequest) => tasks.statLocalTask(request)),
    listLocalTasks: unary(() => tasks.listLocalTasks()),
    listTaskEntries: unary((request: dfdaemon.ListTaskEntriesRequest, call) => tasks.listTaskEntries(request, call)),
    deleteTask: unary((request: dfdaemon.DeleteTaskRequest, call) => tasks.deleteTask(request, call)),
    deleteLocalTask: unary((request: dfdaemon.DeleteLocalTaskRequest) => tasks.deleteLocalTask(request)),
    deleteHost: unary(async (_request: Empty): Promise<Empty> => {
      await leave();
      return {};
    }),
    downloadCacheTask: serverStream(notHere.stream),
    statCacheTask: unary(notHere.unary),
    deleteCacheTask: unary(notHere.unary),
    downloadPersistentTask: serverStream(notHere.stream),
    uploadPersistentTask: unary(notHere.unary),
    statPersistentTask: unary(notHere.unary),
    statLocalPersistentTask: unary(notHere.unary),
    listLocalPersistentTasks: unary(notHere.unary),
    downloadPersistentCacheTask: serverStream(notHere.stream),
    uploadPersistentCacheTask: unary(notHere.unary),
    statPersistentCacheTask: unary(notHere.unary),
    statLocalPersistentCacheTask: unary(notHere.unary),
    listLocalPersistentCacheTasks: unary(notHere.unary),
  };
  return { definition: dfdaemon.DfdaemonDownloadService, implementation };
}
