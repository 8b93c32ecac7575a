import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Failure, isAbort } from '@damselfly/core';
import { Pace } from './pace.ts';
import { sampleBytes } from './sample.ts';

export interface SampleOrigin {
  /** Address of the sample file. */
  readonly url: string;
  /** Body bytes sent so far. */
  servedBytes(): number;
  close(): Promise<void>;
}

export interface SampleOriginOptions {
  readonly port: number;
  readonly path: string;
  readonly lengthBytes: number;
  readonly bytesPerSecond: number;
}

const chunkBytes = 64 * 1024;

/** Serves one repeatable file on loopback at a limited total rate, with ranges, and counts what it sends. */
export async function startSampleOrigin({
  port,
  path,
  lengthBytes,
  bytesPerSecond,
}: SampleOriginOptions): Promise<SampleOrigin> {
  const pace = new Pace(bytesPerSecond);
  let served = 0;
  const send = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const range = rangeOf(request.headers.range, lengthBytes);
    if (request.url !== path || range === undefined) {
      response.writeHead(request.url === path ? 416 : 404, { 'content-length': 0 }).end();
      return;
    }
    const { start, end, partial } = range;
    response.writeHead(partial ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': end - start,
      'accept-ranges': 'bytes',
      ...(partial ? { 'content-range': `bytes ${start}-${end - 1}/${lengthBytes}` } : {}),
    });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    for (let at = start; request.method !== 'HEAD' && at < end; at += chunkBytes) {
      const stop = Math.min(at + chunkBytes, end);
      await pace.take(stop - at, gone.signal);
      if (!response.write(sampleBytes(at, stop))) await once(response, 'drain', { signal: gone.signal });
      served += stop - at;
    }
    response.end();
  };
  const server = createServer((request, response) => {
    send(request, response).catch((error: unknown) => {
      if (!isAbort(error)) throw error;
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Failure('internal', 'the sample origin has no port');
  return {
    url: `http://127.0.0.1:${address.port}${path}`,
    servedBytes: () => served,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The bytes asked for; `undefined` when the range lies outside the file or is not of a form we serve. */
function rangeOf(
  header: string | undefined,
  length: number,
): { start: number; end: number; partial: boolean } | undefined {
  if (header === undefined) return { start: 0, end: length, partial: false };
  const match = /^bytes=(\d+)-(\d*)$/.exec(header);
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = match[2] === '' ? length : Math.min(Number(match[2]) + 1, length);
  return start < end ? { start, end, partial: true } : undefined;
}
