import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** One file of random bytes on loopback, with a count of the body bytes that left. */
export interface Origin extends AsyncDisposable {
  readonly url: string;
  readonly body: Buffer;
  readonly sha256: string;
  servedBytes(): number;
  /** Requests so far. */
  requests(): number;
}

export interface OriginOptions {
  readonly lengthBytes: number;
  /** Total rate of the origin. */
  readonly bytesPerSecond?: number;
  /** Answers instead of the file server; return false to let the file server answer. */
  readonly answer?: (request: IncomingMessage, response: ServerResponse, n: number, body: Buffer) => boolean;
}

/** Waits until the response takes more bytes, or is gone. */
async function roomIn(response: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  settled.abort();
}

/** Serves `lengthBytes` random bytes with ranges at `/file`. */
export async function startOrigin({
  lengthBytes,
  bytesPerSecond = Number.POSITIVE_INFINITY,
  answer,
}: OriginOptions): Promise<Origin> {
  const body = randomBytes(lengthBytes);
  let served = 0;
  let requests = 0;
  let freeAtMs = 0;
  const pace = async (bytes: number) => {
    const nowMs = performance.now();
    const waitMs = Math.max(0, freeAtMs - nowMs);
    freeAtMs = Math.max(nowMs, freeAtMs) + (bytes / bytesPerSecond) * 1000;
    if (waitMs > 0) await delay(waitMs);
  };
  const send = async (request: IncomingMessage, response: ServerResponse) => {
    requests += 1;
    if (answer?.(request, response, requests, body) === true) return;
    const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(match?.[1] ?? 0);
    const end = match?.[2] ? Math.min(Number(match[2]) + 1, body.length) : body.length;
    if (match !== null && start >= body.length) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}`, 'content-length': 0 }).end();
      return;
    }
    const range = match === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${body.length}` };
    response.writeHead(match === null ? 200 : 206, {
      'content-length': end - start,
      'accept-ranges': 'bytes',
      ...range,
    });
    for (let at = start; at < end && !response.destroyed; at += 65_536) {
      const part = body.subarray(at, Math.min(at + 65_536, end));
      await pace(part.length);
      served += part.length;
      if (!response.write(part) && !response.destroyed) await roomIn(response);
    }
    response.end();
  };
  const server = createServer((request, response) => void send(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/file`,
    body,
    sha256: createHash('sha256').update(body).digest('hex'),
    servedBytes: () => served,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
