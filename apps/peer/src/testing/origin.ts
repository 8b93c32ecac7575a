import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OriginRequest {
  readonly path: string;
  readonly method: string;
  readonly header: IncomingHttpHeaders;
}

/** Answers one request itself by returning true, or leaves it to the origin's good manners. */
export type Whim = (request: IncomingMessage, response: ServerResponse, nth: number) => boolean;

export interface TestOrigin {
  readonly url: string;
  readonly requests: readonly OriginRequest[];
  /** Content bytes written so far, by all answers of the origin's own. */
  readonly sentBytes: number;
  whim: Whim | undefined;
  /** The well-behaved answer. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** A real web server on loopback with one file under every path. It knows ranges, and misbehaves on request. */
export async function startOrigin(content: Uint8Array, whim?: Whim): Promise<TestOrigin> {
  const requests: OriginRequest[] = [];
  let sentBytes = 0;
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', method: request.method ?? '', header: request.headers });
    if (origin.whim?.(request, response, requests.length) !== true) answer(request, response);
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const common = { etag: '"v1"', 'content-type': 'application/octet-stream' };
    if (range === null) {
      sentBytes += content.length;
      response.writeHead(200, { ...common, 'content-length': content.length }).end(content);
      return;
    }
    const start = Number(range[1]);
    const end = Math.min(Number(range[2]), content.length - 1);
    if (start >= content.length) {
      response.writeHead(416, { ...common, 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    sentBytes += end + 1 - start;
    const headers = { 'content-range': `bytes ${start}-${end}/${content.length}`, 'content-length': end + 1 - start };
    response.writeHead(206, { ...common, ...headers }).end(content.subarray(start, end + 1));
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin: TestOrigin = {
    url: `http://127.0.0.1:${port}/file`,
    requests,
    get sentBytes() {
      return sentBytes;
    },
    whim,
    answer,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return origin;
}

/** Bytes that differ everywhere, the same at every call. */
export function sampleBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = seed >>> 0 || 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
