import { createServer } from 'node:http';
import { Failure } from '@damselfly/core';

export interface HealthServerOptions {
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Serving everything it should; undefined says that it is stopping. */
  readonly state: () => { readonly schedulers: number } | undefined;
}

/** `/healthy`: the process is there. `/readyz`: it serves, and how many schedulers answer; none is no reason to go. */
export async function serveHealth({
  ip,
  port,
  state,
}: HealthServerOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url === '/healthy') response.writeHead(200).end();
    else if (request.url === '/readyz') {
      const now = state();
      const body = JSON.stringify({ ready: now !== undefined, ...now });
      response.writeHead(now === undefined ? 503 : 200, { 'content-type': 'application/json' }).end(body);
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
