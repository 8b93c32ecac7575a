import {
  common,
  dfdaemon,
  inOrderMetadata,
  type local,
  local as localService,
  serverStreamCall,
  unaryCall,
} from '@damselfly/proto';
import { type CallOptions, durationOf } from './download-wish.ts';
import { type DownloadStep, inOrder, stepsOf } from './steps.ts';
import { type LocalTaskInfo, localTaskInfo, type ReplicatedTaskInfo, replicatedTaskInfo } from './tasks.ts';

/** How often and how long a file is kept. */
interface Keeping {
  /** Absolute path of the file; the daemon reads it. */
  readonly path: string;
  /** Hosts that keep a copy, this one among them; 2 when absent. */
  readonly copies?: number;
  /** From 5 minutes to 7 days; an hour when absent. */
  readonly ttlMs?: number;
}

/** A file to be kept by several hosts. */
export interface FileImport extends Keeping {
  /** These two are part of the id. */
  readonly tag?: string | undefined;
  readonly application?: string | undefined;
  /** Bytes, at least 4 MiB; by the size of the file when absent. */
  readonly pieceLength?: number | undefined;
  /** Names the task by this text; by its content, which has to be read for it, when absent. */
  readonly contentForTaskId?: string | undefined;
}

/** Where an exported file goes. */
export interface FileExport {
  /** Absolute path of the file the daemon writes; without it this host only gets its copy. */
  readonly output?: string | undefined;
  readonly overwrite?: boolean;
  readonly hardLink?: boolean;
  readonly digest?: string | undefined;
}

/** An object of an object store, and how to reach the store. */
export interface ObjectAddress {
  /** `scheme://bucket/key`. */
  readonly url: string;
  /** Region and endpoint are part of the id. */
  readonly storage?: Readonly<Partial<Omit<common.ObjectStorage, '_unknownFields'>>>;
}

export interface ReplicaClients {
  readonly tasks: dfdaemon.DfdaemonDownloadClient;
  readonly local: local.LocalServiceClient;
}

const hourMs = 3_600_000;

/** Files that hosts keep for each other: persistent cache tasks. */
export class Files {
  readonly #clients: ReplicaClients;

  constructor(clients: ReplicaClients) {
    this.#clients = clients;
  }

  /** Imports a file. Resolves when it is stored here; the other copies are made afterwards. `conflict` when it is there. */
  async import(file: FileImport, options: CallOptions = {}): Promise<ReplicatedTaskInfo> {
    const { path, copies = 2, ttlMs = hourMs, tag, application, pieceLength, contentForTaskId } = file;
    const request = dfdaemon.UploadPersistentCacheTaskRequest.fromPartial({
      path,
      persistentReplicaCount: BigInt(copies),
      ttl: durationOf(ttlMs),
      ...(tag ? { tag } : {}),
      ...(application ? { application } : {}),
      ...(pieceLength === undefined ? {} : { pieceLength: BigInt(pieceLength) }),
      ...(contentForTaskId === undefined ? {} : { contentForCalculatingTaskId: contentForTaskId }),
      ...timeoutOf(options),
    });
    const { tasks } = this.#clients;
    return replicatedTaskInfo(await unaryCall(tasks.uploadPersistentCacheTask.bind(tasks), request, set(options)));
  }

  /** Fetches a file from the hosts that keep it. `notFound` when nobody knows it. */
  export(id: string, target: FileExport = {}, options: CallOptions = {}): AsyncGenerator<DownloadStep, void> {
    return this.#steps(id, target, false, options);
  }

  /** Like `export`, with the bytes of each piece; nothing is written. */
  pieces(
    id: string,
    target: Pick<FileExport, 'digest'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<DownloadStep, void> {
    return this.#steps(id, target, true, options);
  }

  /** The file's bytes, from the first to the last. */
  content(id: string, options: CallOptions = {}): AsyncGenerator<Uint8Array, void> {
    return inOrder(this.pieces(id, {}, options));
  }

  /** What the scheduler knows. */
  async stat(id: string, options: CallOptions = {}): Promise<ReplicatedTaskInfo> {
    const { tasks } = this.#clients;
    return replicatedTaskInfo(await unaryCall(tasks.statPersistentCacheTask.bind(tasks), { taskId: id }, set(options)));
  }

  /** Deletes every copy. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    const request = { kind: localService.TaskKind.TASK_KIND_PERSISTENT_CACHE, taskId: id };
    await unaryCall(this.#clients.local.deleteReplicatedTask.bind(this.#clients.local), request, set(options));
  }

  /** The copies on this host. */
  async list(options: CallOptions = {}): Promise<LocalTaskInfo[]> {
    const { tasks: client } = this.#clients;
    const { tasks } = await unaryCall(client.listLocalPersistentCacheTasks.bind(client), {}, set(options));
    return tasks.map(localTaskInfo);
  }

  #steps(id: string, target: FileExport, needPieceContent: boolean, options: CallOptions) {
    const { tasks } = this.#clients;
    const request = dfdaemon.DownloadPersistentCacheTaskRequest.fromPartial({
      taskId: id,
      needPieceContent,
      ...outputOf(target),
      ...timeoutOf(options),
    });
    return stepsOf(
      serverStreamCall(tasks.downloadPersistentCacheTask.bind(tasks), request, streaming(options, needPieceContent)),
    );
  }
}

/** Objects of object stores that hosts keep copies of: persistent tasks. */
export class Objects {
  readonly #clients: ReplicaClients;

  constructor(clients: ReplicaClients) {
    this.#clients = clients;
  }

  /** Imports a file and writes it to its store. `conflict` when the object is there. */
  async import(object: ObjectAddress & Keeping, options: CallOptions = {}): Promise<ReplicatedTaskInfo> {
    const { url, storage, path, copies = 2, ttlMs = hourMs } = object;
    const request = dfdaemon.UploadPersistentTaskRequest.fromPartial({
      url,
      path,
      objectStorage: storageOf(storage),
      persistentReplicaCount: BigInt(copies),
      ttl: durationOf(ttlMs),
      ...timeoutOf(options),
    });
    const { tasks } = this.#clients;
    return replicatedTaskInfo(await unaryCall(tasks.uploadPersistentTask.bind(tasks), request, set(options)));
  }

  /** Fetches an object from the hosts that keep it, or else from its store. */
  export(
    object: ObjectAddress,
    target: FileExport = {},
    options: CallOptions = {},
  ): AsyncGenerator<DownloadStep, void> {
    return this.#steps(object, target, false, options);
  }

  /** The object's bytes, from the first to the last. */
  content(object: ObjectAddress, options: CallOptions = {}): AsyncGenerator<Uint8Array, void> {
    return inOrder(this.#steps(object, {}, true, options));
  }

  /** What the scheduler knows. */
  async stat(id: string, options: CallOptions = {}): Promise<ReplicatedTaskInfo> {
    const { tasks } = this.#clients;
    return replicatedTaskInfo(await unaryCall(tasks.statPersistentTask.bind(tasks), { taskId: id }, set(options)));
  }

  /** Deletes every copy; the object stays in its store. */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    const request = { kind: localService.TaskKind.TASK_KIND_PERSISTENT, taskId: id };
    await unaryCall(this.#clients.local.deleteReplicatedTask.bind(this.#clients.local), request, set(options));
  }

  /** The copies on this host. */
  async list(options: CallOptions = {}): Promise<LocalTaskInfo[]> {
    const { tasks: client } = this.#clients;
    const { tasks } = await unaryCall(client.listLocalPersistentTasks.bind(client), {}, set(options));
    return tasks.map(localTaskInfo);
  }

  #steps({ url, storage }: ObjectAddress, target: FileExport, needPieceContent: boolean, options: CallOptions) {
    const { tasks } = this.#clients;
    const request = dfdaemon.DownloadPersistentTaskRequest.fromPartial({
      url,
      objectStorage: storageOf(storage),
      needPieceContent,
      ...outputOf(target),
      ...timeoutOf(options),
    });
    return stepsOf(
      serverStreamCall(tasks.downloadPersistentTask.bind(tasks), request, streaming(options, needPieceContent)),
    );
  }
}

const storageOf = (storage: ObjectAddress['storage']): common.ObjectStorage =>
  common.ObjectStorage.fromPartial({ ...storage });

const outputOf = ({ output, overwrite = false, hardLink = false, digest }: FileExport) => ({
  overwrite,
  forceHardLink: hardLink,
  ...(output === undefined ? {} : { outputPath: output }),
  ...(digest === undefined ? {} : { digest }),
});

const timeoutOf = ({ timeoutMs }: CallOptions) => (timeoutMs === undefined ? {} : { timeout: durationOf(timeoutMs) });

/** The settings of a call. */
export const set = ({ signal, timeoutMs }: CallOptions) => ({
  ...(signal === undefined ? {} : { signal }),
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

/** The settings of a download; in order when bytes come. */
export const streaming = (options: CallOptions, content: boolean) => ({
  ...set(options),
  ...(content ? { metadata: inOrderMetadata() } : {}),
});
