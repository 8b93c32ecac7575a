import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lifecycle, loadConfig, silentLog } from '@damselfly/core/node';
import { handlers, scheduler, serve } from '@damselfly/proto';
import { type handleBidiStreamingCall, Metadata } from '@grpc/grpc-js';
import { schedulerConfig } from '../src/config.ts';
import { startScheduler } from '../src/start.ts';

export type Flavour = 'real' | 'noop';

/** Serves on a free port until the process is killed: the whole scheduler, or handlers that do nothing. */
export async function runServer(flavour: Flavour): Promise<void> {
  const port = flavour === 'real' ? await realScheduler() : await noopScheduler();
  process.stdout.write(`${JSON.stringify({ port })}\n`);
}

async function realScheduler(): Promise<number> {
  const log = silentLog();
  const config = await loadConfig(schedulerConfig, {
    envPrefix: 'BENCH',
    env: {
      BENCH_SERVER_PORT: '0',
      BENCH_METRICS_PORT: '0',
      BENCH_SERVER_REQUEST_RATE_LIMIT: '10000000',
      BENCH_PERSISTENT_DIR: join(tmpdir(), 'damselfly-bench-scheduler'),
    },
  });
  const idle = {
    publish: () => undefined,
    hostsChanged: () => undefined,
    schedulers: async () => [],
    close: async () => undefined,
  };
  const { grpcPort } = await startScheduler({ config, log, life: new Lifecycle(log), startLink: async () => idle });
  return grpcPort;
}

type AnnouncePeer = handleBidiStreamingCall<scheduler.AnnouncePeerRequest, scheduler.AnnouncePeerResponse>;

/** Decodes every message, answers a registration with nothing, ends at the last word: what the transport alone costs. */
const announcePeer: AnnouncePeer = (call) => {
  call.sendMetadata(new Metadata());
  call.on('data', ({ request }: scheduler.AnnouncePeerRequest) => {
    if (request?.$case === 'registerPeerRequest') call.write({ response: { $case: 'emptyTaskResponse', value: {} } });
    if (request?.$case === 'downloadPeerFinishedRequest') call.end();
  });
};

async function noopScheduler(): Promise<number> {
  const { unary } = handlers({ onInternalError: (error) => process.stderr.write(`${String(error)}\n`) });
  const announceHost = unary(async () => ({}));
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: scheduler.SchedulerService, implementation: { announcePeer, announceHost } }],
  });
  return server.port;
}
