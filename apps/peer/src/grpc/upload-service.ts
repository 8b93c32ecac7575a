import { pause } from '@damselfly/core/node';
import { type CallContext, common, dfdaemon, type Handlers, type ServiceBinding } from '@damselfly/proto';
import type { CountUploadTask } from '../metrics/upload-task-metrics.ts';
import type { CacheCalls } from './cache-calls.ts';
import { type DownloadCacheTaskOptions, downloadCacheTask } from './download-cache-task.ts';
import { downloadPersistentCacheTask } from './download-persistent-cache-task.ts';
import { downloadPersistentTask } from './download-persistent-task.ts';
import { type DownloadTaskOptions, downloadTask } from './download-task.ts';
import type { ServedToHosts } from './replica-service.ts';
import { type SyncPiecesOptions, syncPieces } from './sync-pieces.ts';
import type { TaskCalls } from './task-calls.ts';

export interface UploadServiceOptions extends ServedToHosts {
  readonly tasks: TaskCalls;
  readonly downloading: DownloadTaskOptions;
  readonly syncing: SyncPiecesOptions;
  /** Load of the network now. */
  readonly network: () => Promise<common.Network>;
  readonly cache: CacheServing;
  readonly countUpload: CountUploadTask;
}

/** What serves cache tasks. */
export interface CacheServing {
  readonly downloading: DownloadCacheTaskOptions;
  readonly calls: CacheCalls;
}

const loadIntervalMs = 1000;

/** What this peer does for other hosts: DfdaemonUpload, over TCP. */
export function uploadService(
  { unary, serverStream }: Handlers,
  { tasks, downloading, syncing, network, objects, files, cache, countUpload }: UploadServiceOptions,
): ServiceBinding {
  const implementation: dfdaemon.DfdaemonUploadServer = {
    downloadTask: serverStream((request: dfdaemon.DownloadTaskRequest, call: CallContext) =>
      countUpload(uploadTask(request.download), downloadTask(request, call, downloading), announcedLength),
    ),
    syncPieces: serverStream((request: dfdaemon.SyncPiecesRequest, call: CallContext) =>
      syncPieces(request, call, syncing),
    ),
    syncHost: serverStream((_request: dfdaemon.SyncHostRequest, call: CallContext) => load(network, call.signal)),
    statTask: unary((request: dfdaemon.StatTaskRequest, call) => tasks.statTask(request, call)),
    statLocalTask: unary((request: dfdaemon.StatLocalTaskRequest) => tasks.statLocalTask(request)),
    listTaskEntries: unary((request: dfdaemon.ListTaskEntriesRequest, call) => tasks.listTaskEntries(request, call)),
    deleteTask: unary((request: dfdaemon.DeleteTaskRequest, call) => tasks.deleteTask(request, call)),
    downloadCacheTask: serverStream((request: dfdaemon.DownloadCacheTaskRequest, call: CallContext) =>
      downloadCacheTask(request, call, cache.downloading),
    ),
    statCacheTask: unary((request: dfdaemon.StatCacheTaskRequest, call) => cache.calls.stat(request, call)),
    deleteCacheTask: unary((request: dfdaemon.DeleteCacheTaskRequest, call) => cache.calls.delete(request, call)),
    syncCachePieces: serverStream((request: dfdaemon.SyncCachePiecesRequest, call: CallContext) =>
      cache.calls.sync(request, call),
    ),
    downloadCachePiece: unary((request: dfdaemon.DownloadCachePieceRequest, call) =>
      cache.calls.downloadPiece(request, call),
    ),
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

const uploadTask = (download: common.Download | undefined) => ({
  ...{ type: download?.type ?? 0, tag: download?.tag ?? '', app: download?.application ?? '' },
});

const announcedLength = ({ response }: dfdaemon.DownloadTaskResponse) =>
  response?.$case === 'downloadTaskStartedResponse' ? Number(response.value.contentLength) : undefined;

/** The host's load once a second; children choose by it. */
async function* load(network: () => Promise<common.Network>, signal: AbortSignal): AsyncGenerator<common.Host> {
  while (!signal.aborted) {
    yield common.Host.fromPartial({ network: await network() });
    await pause(loadIntervalMs, signal);
  }
}
