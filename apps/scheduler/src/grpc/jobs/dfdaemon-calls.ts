import { Failure, type TaskId } from '@damselfly/core';
import type { common } from '@damselfly/proto';
import { createClient, dfdaemon, hostAndPort, serverStreamCall, unaryCall } from '@damselfly/proto';
import type { JobHost } from '../../jobs/job-host.ts';
import type { DownloadState, LocalCopy, PeerCalls } from '../../jobs/peer-calls.ts';

/** Longest wait for one answer; downloads are bounded by their job. */
const answerTimeoutMs = 30_000;

type Client = InstanceType<typeof dfdaemon.DfdaemonUploadClient>;

/** Calls hosts over gRPC, one connection a host while it is in use. */
export class DfdaemonCalls implements PeerCalls {
  readonly #clients = new Map<string, { client: Client; users: number }>();

  async *download(host: JobHost, download: common.Download, signal: AbortSignal): AsyncGenerator<DownloadState> {
    const { client, release } = this.#use(host);
    try {
      let state: DownloadState = { bytes: 0, contentLength: undefined };
      for await (const { response } of serverStreamCall(client.downloadTask.bind(client), { download }, { signal })) {
        if (response?.$case === 'downloadTaskStartedResponse') {
          const contentLength = Number(response.value.contentLength);
          state = { bytes: response.value.isFinished ? contentLength : state.bytes, contentLength };
        } else if (response !== undefined) {
          const bytes = state.bytes + Number(response.value.piece?.length ?? 0n);
          state = { ...state, bytes: Math.min(bytes, state.contentLength ?? bytes) };
        }
        yield state;
      }
    } finally {
      release();
    }
  }

  async statLocalTask(host: JobHost, task: TaskId, signal: AbortSignal): Promise<LocalCopy | undefined> {
    const stat = await this.#ifThere(host, (client) =>
      unaryCall(client.statLocalTask.bind(client), { taskId: task }, { signal, timeoutMs: answerTimeoutMs }),
    );
    return (
      stat && {
        finished: stat.finishedAt !== undefined,
        contentLength: stat.contentLength === undefined ? undefined : Number(stat.contentLength),
        createdAtMs: stat.createdAt?.getTime() ?? 0,
        updatedAtMs: stat.updatedAt?.getTime() ?? 0,
      }
    );
  }

  async deleteTask(host: JobHost, task: TaskId, signal: AbortSignal): Promise<boolean> {
    const answer = await this.#ifThere(host, (client) =>
      unaryCall(client.deleteTask.bind(client), { taskId: task }, { signal, timeoutMs: answerTimeoutMs }),
    );
    return answer !== undefined;
  }

  async listTaskEntries(
    host: JobHost,
    request: dfdaemon.ListTaskEntriesRequest,
    signal: AbortSignal,
  ): Promise<readonly dfdaemon.Entry[]> {
    const { client, release } = this.#use(host);
    try {
      return (await unaryCall(client.listTaskEntries.bind(client), request, { signal })).entries;
    } finally {
      release();
    }
  }

  async #ifThere<T>(host: JobHost, call: (client: Client) => Promise<T>): Promise<T | undefined> {
    const { client, release } = this.#use(host);
    try {
      return await call(client);
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.code === 'notFound') return undefined;
      throw thrown;
    } finally {
      release();
    }
  }

  #use({ ip, port }: JobHost): { client: Client; release: () => void } {
    const address = hostAndPort(ip, port);
    const entry = this.#clients.get(address) ?? {
      client: createClient(dfdaemon.DfdaemonUploadClient, { address }),
      users: 0,
    };
    this.#clients.set(address, entry);
    entry.users += 1;
    const release = () => {
      entry.users -= 1;
      if (entry.users > 0) return;
      this.#clients.delete(address);
      entry.client.close();
    };
    return { client: entry.client, release };
  }
}
