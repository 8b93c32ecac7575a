import { Failure } from '@damselfly/core';
import { type common, connected, createClient, dfdaemon, serverStreamCall, unixAddress } from '@damselfly/proto';

export type DownloadStep =
  | { readonly kind: 'started'; readonly task: string; readonly totalBytes: number; readonly rangeStart: number }
  | {
      readonly kind: 'piece';
      readonly offset: number;
      readonly bytes: number;
      readonly content: Uint8Array | undefined;
    };

export interface DownloadCall {
  readonly endpoint: string;
  readonly download: common.Download;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks the daemon for a download and yields what it tells. Ends only when every byte was told of:
 * a stream that ends earlier is `unavailable`, a socket nobody listens on says how to start a daemon.
 */
export async function* callDownload({
  endpoint,
  download,
  timeoutMs,
  signal,
}: DownloadCall): AsyncGenerator<DownloadStep, void> {
  const client = createClient(dfdaemon.DfdaemonDownloadClient, { address: unixAddress(endpoint) });
  try {
    await connectedTo(client, endpoint);
    let missing = Number.POSITIVE_INFINITY;
    const settings = { signal, timeoutMs };
    for await (const { taskId, response } of serverStreamCall(
      client.downloadTask.bind(client),
      { download },
      settings,
    )) {
      if (response === undefined) continue;
      if (response.$case === 'downloadTaskStartedResponse') {
        const { contentLength, range } = response.value;
        const totalBytes = Number(range?.length ?? contentLength);
        missing = totalBytes;
        yield { kind: 'started', task: taskId, totalBytes, rangeStart: Number(range?.start ?? 0n) };
      } else if (response.value.piece !== undefined) {
        const { offset, length, content } = response.value.piece;
        missing -= Number(length);
        yield { kind: 'piece', offset: Number(offset), bytes: Number(length), content };
      }
    }
    if (missing > 0)
      throw new Failure('unavailable', 'the daemon ended the download before all of it had arrived; try again');
  } finally {
    client.close();
  }
}

async function connectedTo(client: dfdaemon.DfdaemonDownloadClient, endpoint: string): Promise<void> {
  try {
    await connected(client);
  } catch (cause) {
    throw new Failure(
      'unavailable',
      `no dfdaemon listens on ${endpoint}. Start one (npm start runs a whole system), or name its socket with --endpoint.`,
      { cause },
    );
  }
}
