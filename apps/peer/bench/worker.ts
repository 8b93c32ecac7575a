import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startPeerDownload, startPeerUpload } from './peer-sides.ts';
import { startRawDownload, startRawUpload } from './raw-sides.ts';
import { startOrigin } from './swarm/origin-side.ts';
import { type Order, orderSchema, type Reply, type Role } from './worker-link.ts';

/** One side of a transfer in this process. */
export interface Side {
  /** Where it listens; only an upload. */
  readonly port?: number;
  /** Moves the content once; only a download. */
  round?(number: number): Promise<void>;
  /** Content bytes sent so far; only an origin. */
  servedBytes?(): number;
  close(): Promise<void>;
}

/** How often the event loop is looked at; the histogram counts it in. */
const resolutionMs = 5;

/** Serves the orders of the process that forked this one. */
export function runWorker(role: Role): void {
  let side: Side | undefined;
  let cpu = process.cpuUsage();
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  const obey = async (order: Order): Promise<Reply> => {
    switch (order.do) {
      case 'start':
        side = await start(role, order);
        return side.port === undefined ? {} : { port: side.port };
      case 'round': {
        const begunMs = performance.now();
        await side?.round?.(order.number);
        return { seconds: (performance.now() - begunMs) / 1000 };
      }
      case 'cost': {
        const loopDelayP99Ms = Math.max(0, loop.percentile(99) / 1e6 - resolutionMs);
        loop.reset();
        const { user, system } = process.cpuUsage(cpu);
        cpu = process.cpuUsage();
        return {
          cpuSeconds: (user + system) / 1e6,
          peakRssBytes: process.resourceUsage().maxRSS * 1024,
          servedBytes: side?.servedBytes?.(),
          loopDelayP99Ms,
        };
      }
      case 'stop':
        await side?.close();
        return {};
      default:
        return order satisfies never;
    }
  };
  process.on('message', (message) => {
    obey(orderSchema.parse(message)).then(
      (reply) => process.send?.(reply),
      (thrown: unknown) =>
        process.send?.({ error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }),
    );
  });
  // The process that forked this one is gone.
  process.on('disconnect', () => process.exit(0));
}

function start(role: Role, { load, port = 0 }: Extract<Order, { do: 'start' }>): Promise<Side> {
  if (role === 'origin') return startOrigin(port);
  if (load === undefined) throw new Error(`${role} was not told what to move`);
  switch (role) {
    case 'peerUpload':
      return startPeerUpload(load);
    case 'peerDownload':
      return startPeerDownload(load, port);
    case 'rawUpload':
    case 'tunedUpload':
      return startRawUpload(load, role === 'tunedUpload');
    case 'rawDownload':
    case 'tunedDownload':
      return startRawDownload(load, port, role === 'tunedDownload');
    default:
      return role satisfies never;
  }
}
