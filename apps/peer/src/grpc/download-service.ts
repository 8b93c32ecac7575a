import { type CallContext, dfdaemon, type Empty, type Handlers, type ServiceBinding } from '@damselfly/proto';
import { downloadPersistentCacheTask } from './download-persistent-cache-task.ts';
import { downloadPersistentTask } from './download-persistent-task.ts';
import { type DownloadTaskOptions, downloadTask } from './download-task.ts';
import { notHere } from './not-here.ts';
import type { ServedToPrograms } from './replica-service.ts';
import type { TaskCalls } from './task-calls.ts';
import { uploadPersistentCacheTask } from './upload-persistent-cache-task.ts';
import { uploadPersistentTask } from './upload-persistent-task.ts';

export interface DownloadServiceOptions extends ServedToPrograms {
  readonly tasks: TaskCalls;
  readonly downloading: DownloadTaskOptions;
  /** Tells the schedulers that this host leaves. */
  readonly leave: () => Promise<void>;
}

/** What this peer does for programs on its machine: DfdaemonDownload, over the unix socket. */
export function downloadService(
  { unary, serverStream }: Handlers,
  { tasks, downloading, leave, objects, files }: DownloadServiceOptions,
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
