import { createServer } from 'node:http';
import { Failure } from '@damselfly/core';
import type { Readiness } from './readiness.ts';

export interface HealthServerOptions {
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Looks anew; never rejects. */
  readonly readiness: () => Promise<Readiness>;
}

/** A probe that asks more often gets the last look again: looking writes a file. */
const freshMs = 500;

/**
 * `/healthz`, and `/healthy` as Dragonfly calls it: the process is there. `/readyz`: it can store and be reached, how many
 * schedulers answer, and else 503 and what is wrong.
 */
export async function serveHealth({
  ip,
  port,
  readiness,
}: HealthServerOptions): Promise<{ port: number; close: () => Promise<void> }> {
  let last: { readonly atMs: number; readonly look: Promise<Readiness> } | undefined;
  const look = (): Promise<Readiness> => {
    if (last === undefined || performance.now() - last.atMs > freshMs) {
      last = { atMs: performance.now(), look: readiness() };
    }
    return last.look;
  };
  const server = createServer((request, response) => {
    if (request.url === '/healthz' || request.url === '/healthy') response.writeHead(200).end();
    else if (request.url === '/readyz') {
      void look().then((now) => {
        response.writeHead(now.ready ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(now));
      });
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const remedy = `cannot listen on ${ip}:${port} for health checks (${cause.message}); set health.server.port`;
      reject(new Failure('unavailable', remedy, { cause }));
    });
    server.listen(port, ip, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
