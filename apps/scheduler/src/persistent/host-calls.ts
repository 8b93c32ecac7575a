import { type PeerId, peerId } from '@damselfly/core';
import { createClient, dfdaemon, hostAndPort, serverStreamCall, unaryCall } from '@damselfly/proto';
import type { HostRecord, TaskRecord, TaskRef } from './record.ts';

/** What a scheduler asks of a host that holds, or shall hold, a copy. Each rejects with the Failure the host answered. */
export interface HostCalls {
  /** Fetches a copy that eviction leaves alone; resolves when it is complete, with the peer that fetched it. */
  fetch(task: TaskRecord, host: HostRecord, signal: AbortSignal): Promise<PeerId | undefined>;
  /** Pins the copy the host has. */
  pin(ref: TaskRef, host: HostRecord, signal: AbortSignal): Promise<void>;
  /** Deletes the copy the host has. */
  drop(ref: TaskRef, host: HostRecord): Promise<void>;
}

export interface GrpcHostCallsOptions {
  readonly callTimeoutMs: number;
  readonly downloadTimeoutMs: number;
  /** Most calls under way at once; further ones wait. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

type Client = InstanceType<typeof dfdaemon.DfdaemonUploadClient>;

/** The calls over gRPC, to each host's port for other hosts. */
export class GrpcHostCalls implements HostCalls {
  readonly #options: GrpcHostCallsOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: GrpcHostCallsOptions) {
    this.#options = options;
  }

  fetch(task: TaskRecord, host: HostRecord, signal: AbortSignal): Promise<PeerId | undefined> {
    return this.#with(host, async (client) => {
      const settings = {
        signal: AbortSignal.any([signal, this.#options.signal]),
        timeoutMs: this.#options.downloadTimeoutMs,
      };
      let peer: string | undefined;
      const replies =
        task.kind === 'persistent'
          ? serverStreamCall(client.downloadPersistentTask.bind(client), persistentDownload(task), settings)
          : serverStreamCall(client.downloadPersistentCacheTask.bind(client), cacheDownload(task), settings);
      for await (const reply of replies) peer = reply.peerId || peer;
      return peer === undefined ? undefined : peerId(peer);
    });
  }

  pin({ kind, id }: TaskRef, host: HostRecord, signal: AbortSignal): Promise<void> {
    return this.#with(host, async (client) => {
      const settings = {
        signal: AbortSignal.any([signal, this.#options.signal]),
        timeoutMs: this.#options.callTimeoutMs,
      };
      const request = { taskId: id, persistent: true };
      if (kind === 'persistent') await unaryCall(client.updatePersistentTask.bind(client), request, settings);
      else await unaryCall(client.updatePersistentCacheTask.bind(client), request, settings);
    });
  }

  drop({ kind, id }: TaskRef, host: HostRecord): Promise<void> {
    return this.#with(host, async (client) => {
      const settings = { signal: this.#options.signal, timeoutMs: this.#options.callTimeoutMs };
      const request = { taskId: id };
      if (kind === 'persistent') await unaryCall(client.deletePersistentTask.bind(client), request, settings);
      else await unaryCall(client.deletePersistentCacheTask.bind(client), request, settings);
    });
  }

  async #with<T>({ ip, downloadPort }: HostRecord, work: (client: Client) => Promise<T>): Promise<T> {
    if (this.#running >= this.#options.concurrency) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    const client = createClient(dfdaemon.DfdaemonUploadClient, { address: hostAndPort(ip, downloadPort) });
    try {
      return await work(client);
    } finally {
      client.close();
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

const persistentDownload = (task: TaskRecord): dfdaemon.DownloadPersistentTaskRequest =>
  dfdaemon.DownloadPersistentTaskRequest.fromPartial({
    url: task.url,
    objectStorage: { region: task.region || undefined, endpoint: task.endpoint || undefined },
    persistent: true,
    needPieceContent: false,
  });

const cacheDownload = (task: TaskRecord): dfdaemon.DownloadPersistentCacheTaskRequest =>
  dfdaemon.DownloadPersistentCacheTaskRequest.fromPartial({
    taskId: task.id,
    persistent: true,
    tag: task.tag || undefined,
    application: task.application || undefined,
    needPieceContent: false,
  });
