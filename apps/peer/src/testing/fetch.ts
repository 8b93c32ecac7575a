import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { common, type dfdaemon, serverStreamCall } from '@damselfly/proto';
import type { TestPeer } from './peer.ts';

export interface Fetched {
  readonly taskId: string;
  readonly started: dfdaemon.DownloadTaskStartedResponse;
  readonly pieces: readonly common.Piece[];
  /** What the daemon wrote. */
  readonly file: Buffer;
}

let count = 0;

/** Downloads as dfget does, into a file of the peer's folder. Rejects with the failure dfget would print. */
export async function fetchFile(
  peer: TestPeer,
  url: string,
  extra: Partial<common.Download> = {},
  signal?: AbortSignal,
): Promise<Fetched> {
  count += 1;
  const outputPath = join(peer.dir, `out-${count}`);
  const download: common.Download = { ...common.Download.fromPartial({ url, outputPath }), ...extra };
  const pieces: common.Piece[] = [];
  let started: dfdaemon.DownloadTaskStartedResponse | undefined;
  let taskId = '';
  const call = peer.client.downloadTask.bind(peer.client);
  for await (const message of serverStreamCall(call, { download }, signal === undefined ? {} : { signal })) {
    taskId = message.taskId;
    if (message.response?.$case === 'downloadTaskStartedResponse') started = message.response.value;
    else if (message.response?.value.piece !== undefined) pieces.push(message.response.value.piece);
  }
  if (started === undefined) throw new Error('the download never started');
  return { taskId, started, pieces, file: await readFile(download.outputPath ?? outputPath) };
}
