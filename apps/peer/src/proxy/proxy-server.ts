import { X509Certificate } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Failure, type HostId } from '@damselfly/core';
import { Counter, type Log, type Registry, startSpan, type TraceHeaders, tracingOn } from '@damselfly/core/node';
import { tokenBucket } from '@damselfly/proto';
import { Agent, type Dispatcher } from 'undici';
import { challenges, proxyGate, realm } from './basic-auth.ts';
import { forward } from './forward.ts';
import { readCertificates } from './mirror-certificates.ts';
import { Permissions } from './permissions.ts';
import type { ProxyConfig } from './proxy-config.ts';
import { proxyDownload, wantsPrefetch, wantsSwarm } from './proxy-download.ts';
import { proxyTarget } from './proxy-target.ts';
import { parseRangeHeader } from './range-header.ts';
import { type ServeContentParts, serveContent } from './serve-content.ts';
import { tunnel } from './tunnel.ts';
import { endOut } from './write-out.ts';

export interface ProxyServerOptions extends Omit<ServeContentParts, 'prefetch'> {
  readonly config: ProxyConfig;
  readonly host: HostId;
  readonly log: Log;
  readonly metrics: Registry;
}

/** An HTTP proxy and registry mirror. GETs that a rule names come out of the swarm, the rest is passed on. */
export async function startProxy(options: ProxyServerOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const { config, host, log, source } = options;
  const { authorisationTTL: ttlMs, serveWhenOriginIsDown } = config;
  const permissions = new Permissions({ source, ttlMs, serveWhenOriginIsDown, nowMs: () => performance.now() });
  const counted = proxyMetrics(options.metrics);
  const dispatcher = new Agent();
  const mirror = await mirrorOrigin(config.registryMirror);
  const gate = proxyGate(config.server.basicAuth);
  const take = tokenBucket({ perSecond: config.server.requestRateLimit });
  const via = `1.1 damselfly-${host}`;
  const tunnels = new Set<Socket>();

  const handle = async (incoming: IncomingMessage, response: ServerResponse, trace: TraceHeaders): Promise<void> => {
    counted.requests.inc();
    // Sending slowly is fine, and so is waiting for a piece; a reader that is stuck holds memory and a lease.
    response.setTimeout(config.server.sendTimeout, () => {
      const { socket } = response;
      if (socket === null || socket.writableLength === 0) return;
      counted.dropped.inc();
      socket.destroy();
    });
    const left = new AbortController();
    response.once('close', () => left.abort());
    const { signal } = left;
    const header = flat(incoming.headers);
    if (!take()) throw new Failure('exhausted', 'too many requests at once; slow down or raise requestRateLimit');
    const shown = gate(header);
    if (shown === undefined) {
      counted.failures.inc();
      const { status, name } = challenges[incoming.url?.startsWith('/') ? 'mirror' : 'proxy'];
      response.writeHead(status, { [name]: realm }).end();
      return;
    }
    // The proxy's user is no business of the origin.
    if (shown === 'authorization') delete header.authorization;
    if (header.via?.includes(via)) throw new Failure('invalid', 'the request came back to the proxy that sent it');
    const target = proxyTarget({ url: incoming.url ?? '/', header }, config);
    const asked = parseRangeHeader(header.range);
    if (!wantsSwarm(incoming.method ?? '', header, target) || asked.kind === 'other') {
      const over = target.url.origin === mirror?.origin ? mirror.dispatcher : dispatcher;
      await forward(incoming, response, { url: target.url, header, via, dispatcher: over, trace }, signal);
      return;
    }
    counted.swarm.inc();
    const request = proxyDownload(target, header, {
      disableBackToSource: config.disableBackToSource,
      blobDigest: config.registryMirror.enableTaskIDBasedBlobDigest,
      ...(target.url.origin === mirror?.origin && { certificates: mirror.certificates }),
    });
    await permissions.check(request, signal);
    const prefetch = wantsPrefetch(header, config.prefetch);
    await serveContent({ ...options, prefetch }, request, asked, response, signal);
  };

  const follow = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!tracingOn()) return handle(incoming, response, traceOf(incoming));
    const span = startSpan(`proxy ${incoming.method}`, { kind: 'server', parent: traceOf(incoming) });
    response.once('close', () => span.end({ 'http.response.status_code': response.statusCode }));
    return span.within(() => handle(incoming, response, span.headers()));
  };

  const server = createServer((incoming, response) => {
    follow(incoming, response).catch((thrown: unknown) => {
      if (response.destroyed) return;
      counted.failures.inc();
      const failure = Failure.from(thrown);
      log.info({ err: failure, method: incoming.method }, 'a proxied request failed');
      refuse(response, failure).catch((err: unknown) => log.debug({ err }, 'the caller left'));
    });
  });
  server.on('connect', (request, caller, head) => {
    if (gate(flat(request.headers)) === undefined) {
      caller.end(`HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${realm}\r\n\r\n`);
      return;
    }
    const origin = tunnel(request.url ?? '', caller, head);
    if (origin === undefined) return;
    tunnels.add(origin);
    origin.once('close', () => tunnels.delete(origin));
  });
  const { ip, port } = config.server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const remedy = `cannot listen on ${ip}:${port} for the proxy (${cause.message}); set proxy.server.port`;
      reject(new Failure('unavailable', remedy, { cause }));
    });
    server.listen(port, ip, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const origin of tunnels) origin.destroy();
      server.closeAllConnections();
      await Promise.all([closed, dispatcher.destroy(), mirror?.dispatcher.destroy()]);
    },
  };
}

/** The caller's trace context. */
function traceOf({ headers: { traceparent, tracestate } }: IncomingMessage): TraceHeaders {
  const context = { traceparent, tracestate };
  return Object.fromEntries(
    Object.entries(context).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

interface MirrorOrigin {
  readonly origin: string;
  readonly certificates: readonly Buffer[];
  readonly dispatcher: Dispatcher;
}

/** The registry that is mirrored, when authorities of its own are believed for it. */
async function mirrorOrigin({ addr, cert }: ProxyConfig['registryMirror']): Promise<MirrorOrigin | undefined> {
  if (addr === '' || cert === '') return undefined;
  const certificates = await readCertificates(cert);
  const pems = certificates.map((der) => new X509Certificate(der).toString());
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, ...pems] } });
  return { origin: new URL(addr).origin, certificates, dispatcher };
}

/** The origin's own answer where there is one; a body that has begun is cut, so that nobody takes it for whole. */
async function refuse(response: ServerResponse, failure: Failure): Promise<void> {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { origin } = failure;
  const kept = Object.entries(origin?.header ?? {}).filter(
    ([name]) => !/^(content-|transfer-|connection|keep-)/.test(name),
  );
  response.writeHead(origin?.statusCode ?? failure.surface.http, {
    ...Object.fromEntries(kept),
    'content-type': 'text/plain; charset=utf-8',
    'x-dragonfly-error-type': origin === undefined ? 'dfdaemon' : 'backend',
  });
  response.write(`${failure.message}\n`);
  await endOut(response);
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  const header: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) header[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return header;
}

function proxyMetrics(registry: Registry) {
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter({ name: `dragonfly_client_proxy_${name}`, help, registers });
  return {
    requests: counter('request_total', 'Requests to the proxy.'),
    failures: counter('request_failure_total', 'Requests to the proxy that failed.'),
    swarm: counter('request_via_dfdaemon_total', 'Requests answered out of the swarm.'),
    dropped: new Counter({
      name: 'damselfly_peer_proxy_dropped_total',
      help: 'Callers of the proxy that stopped taking bytes.',
      registers,
    }),
  };
}
