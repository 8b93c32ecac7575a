import { Failure, type HostId, type TaskId, taskId } from '@damselfly/core';
import { type common, dfdaemon, type Empty } from '@damselfly/proto';
import type { Downloads } from '../download/downloads.ts';
import type { Source, SourceRequest } from '../source/source.ts';
import type { PieceStore } from '../storage/store.ts';
import { localTaskMessage } from './task-message.ts';

/** What the schedulers know and are told of single tasks. */
export interface TaskRegistry {
  stat(task: TaskId, signal: AbortSignal): Promise<common.Task>;
  forget(task: TaskId, signal: AbortSignal): Promise<void>;
}

export interface TaskCallsOptions {
  readonly store: PieceStore;
  readonly downloads: Downloads;
  readonly source: Source;
  readonly registry: TaskRegistry;
  readonly host: HostId;
}

/** More do not fit into an answer, nor into what anybody downloads at once. */
const maxEntries = 100_000;

/** A path that ends with a slash, or none at all, as of a whole bucket. */
const isFolder = (url: string) => URL.canParse(url) && /\/$|^$/.test(new URL(url).pathname);

async function listed(source: Source, request: SourceRequest, signal: AbortSignal): Promise<dfdaemon.Entry[]> {
  if (source.list === undefined) throw new Failure('unimplemented', `${request.url} cannot be listed by this daemon`);
  const entries: dfdaemon.Entry[] = [];
  for await (const { url, contentLength = 0, isFolder: isDir } of source.list(request, signal)) {
    if (entries.length >= maxEntries) {
      throw new Failure('exhausted', `${request.url} holds more than ${maxEntries} files; list its folders one by one`);
    }
    entries.push(dfdaemon.Entry.fromPartial({ url, contentLength: BigInt(contentLength), isDir }));
  }
  return entries;
}

interface Call {
  readonly signal: AbortSignal;
}

/** The unary calls about tasks that both services have. */
export class TaskCalls {
  readonly #options: TaskCallsOptions;

  constructor(options: TaskCallsOptions) {
    this.#options = options;
  }

  async statTask(request: dfdaemon.StatTaskRequest, { signal }: Call): Promise<common.Task> {
    return this.#options.registry.stat(taskId(request.taskId), signal);
  }

  async statLocalTask(request: dfdaemon.StatLocalTaskRequest): Promise<dfdaemon.StatLocalTaskResponse> {
    const stored = this.#options.store.task(taskId(request.taskId));
    if (stored === undefined) throw new Failure('notFound', `no task ${request.taskId} on this host`);
    return localTaskMessage(stored);
  }

  async listLocalTasks(): Promise<dfdaemon.ListLocalTasksResponse> {
    const tasks = this.#options.store.tasks().filter(({ kind = 'standard' }) => kind === 'standard');
    return { tasks: tasks.map(localTaskMessage) };
  }

  async listTaskEntries(
    request: dfdaemon.ListTaskEntriesRequest,
    { signal }: Call,
  ): Promise<dfdaemon.ListTaskEntriesResponse> {
    const { url, requestHeader: header, certificateChain: certificates, objectStorage } = request;
    const { source } = this.#options;
    const asked = { url, header, certificates, objectStorage };
    if (isFolder(url)) {
      const entries = await listed(source, asked, signal);
      return dfdaemon.ListTaskEntriesResponse.fromPartial({ entries });
    }
    const stat = await source.stat(asked, signal);
    const contentLength = BigInt(stat.contentLength ?? 0);
    return dfdaemon.ListTaskEntriesResponse.fromPartial({ contentLength, responseHeader: { ...stat.header } });
  }

  /** Removes the task here and tells its scheduler, which may be gone. */
  async deleteTask(request: dfdaemon.DeleteTaskRequest, { signal }: Call): Promise<Empty> {
    const task = taskId(request.taskId);
    await this.#remove(task);
    await this.#options.registry.forget(task, signal);
    return {};
  }

  async deleteLocalTask(request: dfdaemon.DeleteLocalTaskRequest): Promise<Empty> {
    await this.#remove(taskId(request.taskId));
    return {};
  }

  async #remove(task: TaskId): Promise<void> {
    const { store, downloads } = this.#options;
    if (store.task(task) === undefined) throw new Failure('notFound', `no task ${task} on this host`);
    await downloads.cancel(task, 'the task was deleted');
    await store.delete(task);
  }
}
