import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';
import { Failure } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';

export interface StatsServerOptions {
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  /** What the daemon says of its own work; must be JSON. */
  readonly work: () => Readonly<Record<string, unknown>>;
}

const longestSeconds = 300;
const usualSeconds = 10;
const usualFrequency = 1000;

/**
 * For whoever looks into a running daemon: `/stats` says what it is busy with, `/debug/pprof/profile?seconds=&frequency=` where its
 * time goes (a V8 `.cpuprofile`), `/debug/pprof/heap` what its memory holds (a V8 `.heapsnapshot`, which includes whatever secrets
 * are in memory). One profile or snapshot at a time.
 */
export async function serveStats(options: StatsServerOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const { ip, port, log } = options;
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const stopping = new AbortController();
  let busy = false;

  const alone = async (work: () => Promise<void>): Promise<void> => {
    if (busy) throw new Failure('exhausted', 'somebody else takes a profile or a snapshot; try again later');
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
    }
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stats');
    if (request.method !== 'GET') throw new Failure('notFound', 'only GET is known here');
    switch (url.pathname) {
      case '/stats':
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(statsNow(loop, options.work())));
        return;
      case '/debug/pprof/profile':
        await alone(async () => {
          const profile = await cpuProfile(url.searchParams, stopping.signal);
          response.writeHead(200, download('dfdaemon.cpuprofile')).end(profile);
        });
        return;
      case '/debug/pprof/heap':
        await alone(() => pipeline(getHeapSnapshot(), response.writeHead(200, download('dfdaemon.heapsnapshot'))));
        return;
      default:
        throw new Failure('notFound', 'there are /stats, /debug/pprof/profile and /debug/pprof/heap');
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      const failure = Failure.from(thrown);
      if (failure.code === 'internal') log.warn({ err: thrown }, 'a look into this daemon failed');
      if (response.headersSent) response.destroy();
      else response.writeHead(failure.surface.http, { 'content-type': 'text/plain' }).end(`${failure.message}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const remedy = `cannot listen on ${ip}:${port} for stats (${cause.message}); set stats.server.port`;
      reject(new Failure('unavailable', remedy, { cause }));
    });
    server.listen(port, ip, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        stopping.abort();
        loop.disable();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function statsNow(loop: ReturnType<typeof monitorEventLoopDelay>, work: Readonly<Record<string, unknown>>) {
  const milliseconds = (nanoseconds: number) => Number((nanoseconds / 1e6).toFixed(2));
  return {
    uptimeSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage(),
    cpuMicroseconds: process.cpuUsage(),
    loopDelayMs: { mean: milliseconds(loop.mean), p99: milliseconds(loop.percentile(99)), max: milliseconds(loop.max) },
    ...work,
  };
}

async function cpuProfile(wanted: URLSearchParams, signal: AbortSignal): Promise<string> {
  const seconds = numberIn(wanted, 'seconds', usualSeconds, longestSeconds);
  const frequency = numberIn(wanted, 'frequency', usualFrequency, 10_000);
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: Math.round(1e6 / frequency) });
    await session.post('Profiler.start');
    await pause(seconds * 1000, signal);
    const { profile } = await session.post('Profiler.stop');
    return JSON.stringify(profile);
  } finally {
    session.disconnect();
  }
}

function numberIn(wanted: URLSearchParams, name: string, usual: number, most: number): number {
  const said = wanted.get(name);
  const value = said === null ? usual : Number(said);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Failure('invalid', `${name} is "${said}"; use a whole number from 1 to ${most}`);
}

const download = (name: string) => ({
  'content-type': 'application/json',
  'content-disposition': `attachment; filename="${name}"`,
});
