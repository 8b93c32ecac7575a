import { Buffer } from 'node:buffer';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { Side } from '../worker.ts';

/** No two neighbouring pieces are alike, and none can be compressed. */
const block = randomFillSync(Buffer.allocUnsafeSlow(9 * 2 ** 20));
const chunkBytes = 256 * 2 ** 10;

/** The path of a content of so many bytes; each name is another content. */
export const contentPath = (name: string, contentBytes: number) => `/${name}/${contentBytes}`;

/** A file server with ranges that counts the content bytes it sends. */
export async function startOrigin(port: number): Promise<Side> {
  let servedBytes = 0;
  const server = createServer((request, response) => {
    const total = Number(request.url?.split('/').at(-1));
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const end = range?.[2] ? Math.min(Number(range[2]) + 1, total) : total;
    if (!Number.isSafeInteger(total) || start >= end) {
      response.writeHead(416, { 'content-length': 0 }).end();
      return;
    }
    const partial = range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${total}` };
    response.writeHead(range === null ? 200 : 206, {
      'content-length': end - start,
      'accept-ranges': 'bytes',
      ...partial,
    });
    void send(response, start, end, (bytes) => {
      servedBytes += bytes;
    });
  });
  server.listen(port, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    servedBytes: () => servedBytes,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function send(response: ServerResponse, start: number, end: number, sent: (bytes: number) => void) {
  for (let at = start; at < end && !response.destroyed; ) {
    const from = at % block.length;
    const part = block.subarray(from, Math.min(from + chunkBytes, block.length, from + end - at));
    const room = response.write(part);
    sent(part.length);
    at += part.length;
    if (!room) await roomIn(response);
  }
  response.end();
}

function roomIn(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
