import { join } from 'node:path';
import { Lifecycle, loadConfig, silentLog } from '@damselfly/core/node';
import { handlers, scheduler, serve } from '@damselfly/proto';
import { type handleBidiStreamingCall, Metadata } from '@grpc/grpc-js';
import { schedulerConfig } from '../src/config.ts';
import { startScheduler } from '../src/start.ts';

export type Flavour = 'real' | 'noop';

/**
 * Serves on a free port until the process is killed: the whole scheduler, with its index in an empty folder, or handlers
 * that do nothing. Answers each message of its parent process with the processor time it has used.
 */
export async function runServer(flavour: Flavour, folder: string): Promise<void> {
  const port = flavour === 'real' ? await realScheduler(folder) : await noopScheduler();
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.stdout.write(`${JSON.stringify({ port })}\n`);
}

async function realScheduler(folder: string): Promise<number> {
  const log = silentLog();
  const config = await loadConfig(schedulerConfig, {
    envPrefix: 'BENCH',
    env: {
      BENCH_SERVER_PORT: '0',
      BENCH_METRICS_PORT: '0',
      BENCH_SERVER_REQUEST_RATE_LIMIT: '10000000',
      BENCH_SERVER_STREAM_LIMIT: '100000',
      BENCH_PERSISTENT_DIR: join(folder, 'persistent'),
      BENCH_SNAPSHOT_DIR: join(folder, 'index'),
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
