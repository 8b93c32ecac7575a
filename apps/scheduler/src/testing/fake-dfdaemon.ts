import { Failure, type TaskId } from '@damselfly/core';
import { standardTaskId } from '@damselfly/core/node';
import { common, dfdaemon, handlers, serve, unaryCall } from '@damselfly/proto';
import type { UntypedHandleCall } from '@grpc/grpc-js';
import { hostMessage, type RunningScheduler } from './running-scheduler.ts';

/** A peer's gRPC port that keeps tasks in memory under the ids real clients compute. */
export interface FakeDfdaemon extends AsyncDisposable {
  readonly id: string;
  readonly asked: common.Download[];
  /** Finished tasks. */
  readonly tasks: Set<TaskId>;
  /** Most downloads at once so far. */
  readonly peak: number;
  /** Downloads that were left before their end. */
  readonly cancelled: number;
  /** Resolves once this many downloads were asked for. */
  sawDownloads(count: number): Promise<void>;
}

export interface FakeDfdaemonOptions {
  /** Refuses a download with what it returns. */
  readonly fails?: (download: common.Download) => Failure | undefined;
  /** Downloads end when this resolves, or their caller leaves. */
  readonly until?: Promise<void>;
  readonly entries?: readonly dfdaemon.Entry[];
  readonly host?: Partial<common.Host>;
}

const lengthBytes = 8;

/** Starts a peer and announces it to the scheduler. */
export async function fakeDfdaemon(
  { client }: RunningScheduler,
  name: string,
  { fails, until = Promise.resolve(), entries = [], host = {} }: FakeDfdaemonOptions = {},
): Promise<FakeDfdaemon> {
  const asked: common.Download[] = [];
  const tasks = new Set<TaskId>();
  const waiters: { count: number; resolve: () => void }[] = [];
  const counts = { running: 0, peak: 0, cancelled: 0 };
  const adapt = handlers({ onInternalError: () => undefined });
  const known = (task: TaskId) => {
    if (!tasks.has(task)) throw new Failure('notFound', 'not here');
  };
  const implementation: Record<string, UntypedHandleCall> = {
    downloadTask: adapt.serverStream<dfdaemon.DownloadTaskRequest, dfdaemon.DownloadTaskResponse>(async function* (
      { download = common.Download.fromPartial({}) },
      { signal },
    ) {
      asked.push(download);
      counts.running += 1;
      counts.peak = Math.max(counts.peak, counts.running);
      for (const { count, resolve } of waiters) if (asked.length >= count) resolve();
      try {
        const failure = fails?.(download);
        if (failure !== undefined) throw failure;
        const task = clientTaskId(download);
        const said = (response: dfdaemon.DownloadTaskResponse['response']) => ({
          ...{ hostId: name, taskId: task, peerId: 'p', response },
        });
        const started = dfdaemon.DownloadTaskStartedResponse.fromPartial({ contentLength: BigInt(lengthBytes) });
        yield said({ $case: 'downloadTaskStartedResponse', value: started });
        await Promise.race([until, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
        if (signal.aborted) return;
        const piece = common.Piece.fromPartial({ number: 0, length: BigInt(lengthBytes) });
        yield said({ $case: 'downloadPieceFinishedResponse', value: { piece } });
        tasks.add(task);
      } finally {
        counts.running -= 1;
        if (signal.aborted) counts.cancelled += 1;
      }
    }),
    statLocalTask: adapt.unary<dfdaemon.StatLocalTaskRequest, dfdaemon.StatLocalTaskResponse>(async ({ taskId }) => {
      known(taskId as TaskId);
      return dfdaemon.StatLocalTaskResponse.fromPartial({ taskId, finishedAt: new Date() });
    }),
    deleteTask: adapt.unary<dfdaemon.DeleteTaskRequest, object>(async ({ taskId }) => {
      known(taskId as TaskId);
      tasks.delete(taskId as TaskId);
      return {};
    }),
    listTaskEntries: adapt.unary<dfdaemon.ListTaskEntriesRequest, dfdaemon.ListTaskEntriesResponse>(async () =>
      dfdaemon.ListTaskEntriesResponse.fromPartial({ entries: [...entries] }),
    ),
  };
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: dfdaemon.DfdaemonUploadService, implementation }],
  });
  const announced = hostMessage(name, { port: server.port, downloadPort: server.port, ...host });
  await unaryCall(client.announceHost.bind(client), { host: announced, interval: undefined });
  return {
    ...{ id: name, asked, tasks },
    get peak() {
      return counts.peak;
    },
    get cancelled() {
      return counts.cancelled;
    },
    sawDownloads: (count) =>
      asked.length >= count ? Promise.resolve() : new Promise((resolve) => waiters.push({ count, resolve })),
    [Symbol.asyncDispose]: () => server.close(0),
  };
}

/** The id a client gives the download's task. */
export const clientTaskId = (download: common.Download): TaskId =>
  standardTaskId({
    url: download.url,
    filteredQueryParams: download.filteredQueryParams,
    tag: download.tag,
    application: download.application,
    revision: download.huggingFace?.revision,
    pieceLength: download.pieceLength === undefined ? undefined : Number(download.pieceLength),
    blobDigest: download.enableTaskIdBasedBlobDigest,
  });
