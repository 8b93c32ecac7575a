import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { Failure } from '@damselfly/core';
import { connected, createClient, dfdaemon, local, serverStreamCall, unaryCall, unixAddress } from '@damselfly/proto';
import { accessMessage, type CallOptions, type DownloadWish, downloadMessage, type ListWish } from './download-wish.ts';
import { Files, Objects, set, streaming } from './replicas.ts';
import { type DownloadStep, inOrder, stepsOf } from './steps.ts';
import {
  type LocalTaskInfo,
  localTaskInfo,
  type SwarmTaskInfo,
  swarmTaskInfo,
  type TaskEvent,
  taskEvents,
} from './tasks.ts';

/** A file or folder of a source. */
export interface SourceEntry {
  readonly url: string;
  /** Bytes; 0 for folders, and where the source does not say. */
  readonly contentLength: number;
  readonly isFolder: boolean;
}

/** Where Dragonfly's daemons listen, and ours unless told otherwise. */
export const defaultSocketPath = '/var/run/dragonfly/dfdaemon.sock';

export interface ConnectOptions {
  readonly socketPath?: string;
  /** How long the daemon may take to answer; 3 s when absent. */
  readonly connectTimeoutMs?: number;
}

/**
 * Bytes of a piece that may be under way to this program; gRPC's 64 KiB make both sides wait for each other sixty times
 * for a piece of 4 MiB.
 */
const windowBytes = 8 * 2 ** 20;

/** Connects to the daemon of this machine. `unavailable` when none listens there. */
export async function connect(options: ConnectOptions = {}): Promise<Daemon> {
  const { socketPath = defaultSocketPath, connectTimeoutMs } = options;
  const address = unixAddress(socketPath);
  const tasks = createClient(dfdaemon.DfdaemonDownloadClient, {
    address,
    options: { 'grpc-node.flow_control_window': windowBytes },
  });
  try {
    // A socket nobody listens on is refused at once; gRPC would go on trying.
    await reachable(socketPath);
    await connected(tasks, connectTimeoutMs);
  } catch (cause) {
    tasks.close();
    throw new Failure('unavailable', `no dfdaemon listens on ${socketPath}. Start one, or name its socket.`, { cause });
  }
  return new Daemon(tasks, createClient(local.LocalServiceClient, { address }));
}

/**
 * The daemon of this machine. Every method rejects with a `Failure`: its `code` says what kind it is, its message the
 * cause and the remedy. Leaving a loop over a download or over events ends it.
 */
export class Daemon implements Disposable {
  /** Files that hosts keep for each other. */
  readonly files: Files;
  /** Objects of object stores that hosts keep copies of. */
  readonly objects: Objects;
  readonly #tasks: dfdaemon.DfdaemonDownloadClient;
  readonly #local: local.LocalServiceClient;

  /** Made by `connect`. */
  constructor(tasks: dfdaemon.DfdaemonDownloadClient, localClient: local.LocalServiceClient) {
    this.#tasks = tasks;
    this.#local = localClient;
    this.files = new Files({ tasks, local: localClient });
    this.objects = new Objects({ tasks, local: localClient });
  }

  /** Downloads, telling each step; ends when everything is there and, with `output`, the file is written. */
  download(wish: DownloadWish, options: CallOptions = {}): AsyncGenerator<DownloadStep, void> {
    return this.#steps(wish, false, options);
  }

  /** Like `download`, with the bytes of each piece; in the content's order when the daemon is one of ours. */
  pieces(wish: Omit<DownloadWish, 'output'>, options: CallOptions = {}): AsyncGenerator<DownloadStep, void> {
    return this.#steps(wish, true, options);
  }

  /** Downloads and yields the bytes, from the first to the last. What was read may prove wrong at the end: then it throws. */
  content(wish: Omit<DownloadWish, 'output'>, options: CallOptions = {}): AsyncGenerator<Uint8Array, void> {
    return inOrder(this.#steps(wish, true, options));
  }

  /** Everything below a folder of a source, however deep. `unimplemented` where there are no folders, as on the web. */
  async entries({ url, header, ...access }: ListWish, options: CallOptions = {}): Promise<SourceEntry[]> {
    const request = dfdaemon.ListTaskEntriesRequest.fromPartial({
      taskId: randomUUID(),
      url,
      requestHeader: { ...header },
      ...accessMessage(access),
    });
    const { entries } = await unaryCall(this.#tasks.listTaskEntries.bind(this.#tasks), request, set(options));
    return entries.map((entry) => ({
      url: entry.url,
      contentLength: Number(entry.contentLength),
      isFolder: entry.isDir,
    }));
  }

  /** Every task on this host. */
  async list(options: CallOptions = {}): Promise<LocalTaskInfo[]> {
    const { tasks } = await unaryCall(this.#tasks.listLocalTasks.bind(this.#tasks), {}, set(options));
    return tasks.map(localTaskInfo);
  }

  /** One task on this host; `notFound` when it is not here. */
  async statLocal(id: string, options: CallOptions = {}): Promise<LocalTaskInfo> {
    return localTaskInfo(await unaryCall(this.#tasks.statLocalTask.bind(this.#tasks), { taskId: id }, set(options)));
  }

  /** What the task's scheduler knows of it. */
  async stat(id: string, options: CallOptions = {}): Promise<SwarmTaskInfo> {
    return swarmTaskInfo(await unaryCall(this.#tasks.statTask.bind(this.#tasks), { taskId: id }, set(options)));
  }

  /** Deletes a task on this host and tells its scheduler. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    await unaryCall(this.#tasks.deleteTask.bind(this.#tasks), { taskId: id }, set(options));
  }

  /** What is there now, then every change, of one task or of all; a few times a second at most. */
  async *events({
    task = '',
    ...options
  }: CallOptions & { readonly task?: string } = {}): AsyncGenerator<TaskEvent, void> {
    const watch = this.#local.watchTasks.bind(this.#local);
    for await (const message of serverStreamCall(watch, { taskId: task }, set(options))) yield* taskEvents(message);
  }

  close(): void {
    this.#tasks.close();
    this.#local.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #steps(wish: DownloadWish, content: boolean, options: CallOptions): AsyncGenerator<DownloadStep, void> {
    const request = { download: downloadMessage(wish, content, options) };
    return stepsOf(serverStreamCall(this.#tasks.downloadTask.bind(this.#tasks), request, streaming(options, content)));
  }
}

function reachable(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
