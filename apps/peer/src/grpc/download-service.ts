import { type CallContext, dfdaemon, type Empty, type Handlers, type ServiceBinding } from '@damselfly/proto';
import { downloadCacheTask } from './download-cache-task.ts';
import { downloadPersistentCacheTask } from './download-persistent-cache-task.ts';
import { downloadPersistentTask } from './download-persistent-task.ts';
import { type DownloadTaskOptions, downloadTask } from './download-task.ts';
import type { ServedToPrograms } from './replica-service.ts';
import type { TaskCalls } from './task-calls.ts';
import { uploadPersistentCacheTask } from './upload-persistent-cache-task.ts';
import { uploadPersistentTask } from './upload-persistent-task.ts';
import type { CacheServing } from './upload-service.ts';

export interface DownloadServiceOptions extends ServedToPrograms {
  readonly tasks: TaskCalls;
  readonly downloading: DownloadTaskOptions;
  /** Tells the schedulers that this host leaves. */
  readonly leave: () => Promise<void>;
  readonly cache: CacheServing;
}

/** What this peer does for programs on its machine: DfdaemonDownload, over the unix socket. */
export function downloadService(
  { unary, serverStream }: Handlers,
  { tasks, downloading, leave, objects, files, cache }: DownloadServiceOptions,
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
    downloadCacheTask: serverStream((request: dfdaemon.DownloadCacheTaskRequest, call: CallContext) =>
      downloadCacheTask(request, call, cache.downloading),
    ),
    statCacheTask: unary((request: dfdaemon.StatCacheTaskRequest, call) => cache.calls.stat(request, call)),
    deleteCacheTask: unary((request: dfdaemon.DeleteCacheTaskRequest, call) => cache.calls.delete(request, call)),
    downloadPersistentTask: serverStream((request: dfdaemon.DownloadPersistentTaskRequest, call: CallContext) =>
      downloadPersistentTask(request, call, objects.downloading),
    ),
    uploadPersistentTask: unary((request: dfdaemon.UploadPersistentTaskRequest, call) =>
      uploadPersistentTask(request, call, objects.uploading),
    ),
    statPersistentTask: unary((request: dfdaemon.StatPersistentTaskRequest, call) => objects.calls.stat(request, call)),
    statLocalPersistentTask: unary((request: dfdaemon.StatLocalPersistentTaskRequest) =>
      objects.calls.statLocal(request),
    ),
    listLocalPersistentTasks: unary(() => objects.calls.listLocal()),
    downloadPersistentCacheTask: serverStream(
      (request: dfdaemon.DownloadPersistentCacheTaskRequest, call: CallContext) =>
        downloadPersistentCacheTask(request, call, files.downloading),
    ),
    uploadPersistentCacheTask: unary((request: dfdaemon.UploadPersistentCacheTaskRequest, call) =>
      uploadPersistentCacheTask(request, call, files.uploading),
    ),
    statPersistentCacheTask: unary((request: dfdaemon.StatPersistentCacheTaskRequest, call) =>
      files.calls.stat(request, call),
    ),
    statLocalPersistentCacheTask: unary((request: dfdaemon.StatLocalPersistentCacheTaskRequest) =>
      files.calls.statLocal(request),
    ),
    listLocalPersistentCacheTasks: unary(() => files.calls.listLocal()),
  };
  return { definition: dfdaemon.DfdaemonDownloadService, implementation };
}
