import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { clientAddressHeader, requestIdHeader } from '../server/client-address.ts';
import { networks, senderOf } from './forwarded.ts';
import { refuse } from './request-guard.ts';
import { contentSecurityPolicy, newNonce, securityHeaders } from './security-headers.ts';

export interface WebServer {
  /** Where it listens, as `ip:port`. */
  readonly address: string;
  readonly port: number;
  /** Begins to answer; before this only health is, as not ready. */
  serve(pages: Pages): void;
  /** Ends every connection: streams of events would keep it open for ever. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Next, as far as the server knows it. */
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

export interface WebServerOptions {
  readonly ip: string;
  readonly port: number;
  /** How browsers reach it; with https nothing is served to those who came without. */
  readonly publicUrl?: string | undefined;
  /** CIDRs of proxies whose word about the sender counts; none unless given. */
  readonly trustedProxies?: readonly string[];
  readonly dev: boolean;
  readonly log: Log;
}

/** Listens for browsers. Throws `unavailable` when the address cannot be had. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { ip, port, log } = options;
  let pages: Pages | undefined;
  const server = createServer(
    { maxHeaderSize: 32 * 1024 },
    listener(options, () => pages),
  );
  server.on('upgrade', (request, socket, head) => {
    if (pages === undefined) socket.destroy();
    else pages.upgrade(request, socket, head).catch((err: unknown) => log.warn({ err }, 'an upgrade failed'));
  });
  const bound = await listen(server, ip, port);
  return {
    address: `${ip.includes(':') ? `[${ip}]` : ip}:${bound}`,
    port: bound,
    serve(ready) {
      pages = ready;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listener(
  { publicUrl = '', trustedProxies = [], dev, log }: WebServerOptions,
  pages: () => Pages | undefined,
): RequestListener {
  const isTrusted = networks(trustedProxies);
  const encrypted = publicUrl.startsWith('https:');
  return (request, response) => {
    if (encrypted) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const path = request.url?.split('?', 1)[0];
    const ready = pages();
    // Kubernetes, Harbor's driver for Dragonfly, and its driver for Kraken.
    if (path === '/healthz' || path === '/healthy' || path === '/health')
      return answer(response, ready === undefined ? 503 : 200, '"OK"');
    if (ready === undefined) return answer(response, 503, '"The console is starting."');
    const sender = senderOf(request.socket.remoteAddress ?? 'unknown', request.headers, isTrusted);
    if (encrypted && sender.protocol === 'http') {
      toHttps(request, response, publicUrl);
      return;
    }
    const refusal = refuse(request);
    if (refusal !== undefined) return answer(response, refusal.status, JSON.stringify({ message: refusal.message }));
    const policy = contentSecurityPolicy(newNonce(), { dev });
    request.headers['content-security-policy'] = policy;
    request.headers[clientAddressHeader] = sender.ip;
    const requestId = randomUUID();
    request.headers[requestIdHeader] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Content-Security-Policy', policy);
    ready.handle(request, response).catch((err: unknown) => {
      log.error({ err, path, requestId }, 'a request failed');
      if (response.headersSent) response.destroy();
      else answer(response, 500, JSON.stringify({ message: 'Internal error. The log of the console says more.' }));
    });
  };
}

/** Whoever came without encryption is sent where there is one; what they wanted to change is not. */
function toHttps({ method, url = '/' }: IncomingMessage, response: ServerResponse, publicUrl: string): void {
  if (method !== 'GET' && method !== 'HEAD') {
    answer(response, 403, '{"message":"Use https."}');
    return;
  }
  response.writeHead(308, {
    Location: new URL(url.startsWith('/') ? `.${url}` : '.', `${publicUrl.replace(/\/+$/, '')}/`).href,
  });
  response.end();
}

function answer(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Connection: 'close' });
  response.end(json);
}

async function listen(server: Server, ip: string, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, ip, resolve);
    });
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause';
    const remedy = why === 'EADDRINUSE' ? 'another program has it; stop that or choose another server.port' : why;
    throw new Failure('unavailable', `the web console cannot listen on ${ip}:${port}: ${remedy}`, { cause });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
