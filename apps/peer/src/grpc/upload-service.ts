import { pause } from '@damselfly/core/node';
import { type CallContext, common, dfdaemon, type Handlers, type ServiceBinding } from '@damselfly/proto';
import { downloadPersistentCacheTask } from './download-persistent-cache-task.ts';
import { downloadPersistentTask } from './download-persistent-task.ts';
import { type DownloadTaskOptions, downloadTask } from './download-task.ts';
import { notHere } from './not-here.ts';
import type { ServedToHosts } from './replica-service.ts';
import { type SyncPiecesOptions, syncPieces } from './sync-pieces.ts';
import type { TaskCalls } from './task-calls.ts';

export interface UploadServiceOptions extends ServedToHosts {
  readonly tasks: TaskCalls;
  readonly downloading: DownloadTaskOptions;
  readonly syncing: SyncPiecesOptions;
  /** Load of the network now. */
  readonly network: () => Promise<common.Network>;
}

const loadIntervalMs = 1000;

/** What this peer does for other hosts: DfdaemonUpload, over TCP. */
export function uploadService(
  { unary, serverStream }: Handlers,
  { tasks, downloading, syncing, network, objects, files }: UploadServiceOptions,
): ServiceBinding {
  const implementation: dfdaemon.DfdaemonUploadServer = {
    downloadTask: serverStream((request: dfdaemon.DownloadTaskRequest, call: CallContext) =>
      downloadTask(request, call, downloading),
    ),
    syncPieces: serverStream((request: dfdaemon.SyncPiecesRequest, call: CallContext) =>
      syncPieces(request, call, syncing),
    ),
    syncHost: serverStream((_request: dfdaemon.SyncHostRequest, call: CallContext) => load(network, call.signal)),
    statTask: unary((request: dfdaemon.StatTaskRequest, call) => tasks.statTask(request, call)),
    statLocalTask: unary((request: dfdaemon.StatLocalTaskRequest) => tasks.statLocalTask(request)),
    listTaskEntries: unary((request: dfdaemon.ListTaskEntriesRequest, call) => tasks.listTaskEntries(request, call)),
    deleteTask: unary((request: dfdaemon.DeleteTaskRequest, call) => tasks.deleteTask(request, call)),
    downloadCacheTask: serverStream(notHere.stream),
    statCacheTask: unary(notHere.unary),
    deleteCacheTask: unary(notHere.unary),
    syncCachePieces: serverStream(notHere.stream),
    downloadCachePiece: unary(notHere.unary),
    downloadPersistentTask: serverStream((request: dfdaemon.DownloadPersistentTaskRequest, call: CallContext) =>
      downloadPersistentTask(request, call, objects.downloading),
    ),
    syncPersistentPieces: serverStream((request: dfdaemon.SyncPersistentPiecesRequest, call: CallContext) =>
      syncPieces(request, call, objects.syncing),
    ),
    updatePersistentTask: unary((request: dfdaemon.UpdatePersistentTaskRequest) => objects.calls.update(request)),
    statPersistentTask: unary((request: dfdaemon.StatPersistentTaskRequest, call) => objects.calls.stat(request, call)),
    deletePersistentTask: unary((request: dfdaemon.DeletePersistentTaskRequest) => objects.calls.deleteLocal(request)),
    downloadPersistentCacheTask: serverStream(
      (request: dfdaemon.DownloadPersistentCacheTaskRequest, call: CallContext) =>
        downloadPersistentCacheTask(request, call, files.downloading),
    ),
    updatePersistentCacheTask: unary((request: dfdaemon.UpdatePersistentCacheTaskRequest) =>
      files.calls.update(request),
    ),
    statPersistentCacheTask: unary((request: dfdaemon.StatPersistentCacheTaskRequest, call) =>
      files.calls.stat(request, call),
    ),
    deletePersistentCacheTask: unary((request: dfdaemon.DeletePersistentCacheTaskRequest) =>
      files.calls.deleteLocal(request),
    ),
    syncPersistentCachePieces: serverStream((request: dfdaemon.SyncPersistentCachePiecesRequest, call: CallContext) =>
      syncPieces(request, call, files.syncing),
    ),
  };
  return { definition: dfdaemon.DfdaemonUploadService, implementation };
}

/** The host's load once a second; children choose by it. */
async function* load(network: () => Promise<common.Network>, signal: AbortSignal): AsyncGenerator<common.Host> {
  while (!signal.aborted) {
    yield common.Host.fromPartial({ network: await network() });
    await pause(loadIntervalMs, signal);
  }
}
