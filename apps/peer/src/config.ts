import { hostname, networkInterfaces } from 'node:os';
import { bytesSetting, durationSetting, logConfig, portSetting, tracingConfig } from '@damselfly/core/node';
import { z } from 'zod';
import { proxyConfig } from './proxy/proxy-config.ts';
import { gcConfig, storageConfig } from './storage/storage-config.ts';

const listenIp = (what: string) => z.string().default('0.0.0.0').describe(`Address on which ${what} listens.`);
/** A key of Dragonfly's file that may stay in it. What would be missed, such as certificates, is refused instead. */
const unused = (why: string) => z.unknown().optional().describe(`Dragonfly's; taken and not used: ${why}.`);
const requestBufferSize = unused('calls above the limit are refused at once');

const requestRateLimit = z
  .int()
  .positive()
  .default(4000)
  .describe('Calls a second; more are refused as RESOURCE_EXHAUSTED.');

/** Everything dfdaemon.yaml may hold. */
export const peerConfig = z.strictObject({
  host: z
    .strictObject({
      hostname: z.string().min(1).default(hostname()).describe('Name of this host; with the ip it makes the host id.'),
      ip: z.string().min(1).default(ownAddress()).describe('Address under which other hosts reach this one.'),
      idc: z.string().default('').describe('Data centre; peers of the same one are preferred as parents.'),
      location: z.string().default('').describe('Zones from wide to narrow, joined by |; near peers are preferred.'),
      schedulerClusterID: z.int().nonnegative().default(0).describe('Scheduler cluster; 0 lets the manager choose.'),
    })
    .prefault({}),
  download: z
    .strictObject({
      server: z
        .strictObject({
          socketPath: z
            .string()
            .default('/var/run/dragonfly/dfdaemon.sock')
            .describe('Unix socket for dfget and other programs on this machine; made with mode 0660.'),
          outputDirs: z
            .array(z.string())
            .default([])
            .describe(
              'Folders under which files are written for programs on this machine. None: anywhere the caller may.',
            ),
          requestRateLimit,
          requestBufferSize,
        })
        .prefault({}),
      protocol: z
        .enum(['tcp'])
        .default('tcp')
        .describe('How pieces come from other peers; Dragonfly also knows quic, which is not offered here.'),
      bandwidthLimit: bytesSetting.prefault('50GB').describe('Bytes a second that come in, from wherever.'),
      backToSourceBandwidthLimit: bytesSetting.prefault('50GB').describe('Bytes a second that come from sources.'),
      pieceTimeout: durationSetting.prefault('6m').describe('Longest time one piece may take from one parent.'),
      stallTimeout: durationSetting
        .prefault('8s')
        .describe('How long a parent may send less than 64 KiB of a piece before another is asked for it.'),
      collectedPieceTimeout: durationSetting
        .prefault('6m')
        .describe('How long all parents of a download may be silent before others are asked for.'),
      concurrentPieceCount: z.int().min(1).max(256).default(8).describe('Pieces of one download fetched at once.'),
      maxPiecesAtOnce: z
        .int()
        .min(1)
        .max(4096)
        .default(64)
        .describe('Pieces fetched from other peers at once, over all downloads; tasks take turns by priority.'),
      concurrentSourceCount: z.int().min(1).max(64).default(4).describe('Ranges of one source fetched at once.'),
      compression: z
        .boolean()
        .default(true)
        .describe('Ask daemons of this kind for compressed pieces over lines measured to be slow.'),
      bufferLimit: bytesSetting
        .prefault('512MiB')
        .describe('Memory for pieces on their way to the disk, over all downloads; at least 64MiB.'),
    })
    .prefault({}),
  upload: z
    .strictObject({
      server: z
        .strictObject({
          ip: listenIp('the gRPC service for other hosts'),
          port: portSetting.default(4000).describe('Port of that service; 0 takes a free one.'),
          requestRateLimit,
          requestBufferSize,
        })
        .prefault({}),
      bandwidthLimit: bytesSetting.prefault('50GB').describe('Bytes a second sent to other peers.'),
      compression: z
        .boolean()
        .default(true)
        .describe('Compress pieces for children that ask for it, where a sample shows that it is worth it.'),
      disableShared: z.boolean().default(false).describe('Take, but do not give: never offered to others as a parent.'),
    })
    .prefault({}),
  manager: z
    .strictObject({
      addr: z.string().default('').describe('host:port of the manager, which names the schedulers. Empty: none.'),
    })
    .prefault({}),
  scheduler: z
    .strictObject({
      addrs: z.array(z.string()).default([]).describe('Schedulers as host:port, instead of asking the manager.'),
      announceInterval: durationSetting
        .prefault('5m')
        .describe('How often this host tells schedulers that it is there.'),
      scheduleTimeout: durationSetting
        .prefault('6m')
        .describe('How long a scheduler that is alive may take to answer before the source is asked.'),
      maxScheduleCount: z.int().min(1).default(5).describe('How often a download asks for other parents.'),
    })
    .prefault({}),
  seedPeer: z
    .strictObject({
      enable: z.boolean().default(false).describe('Fetch from sources on behalf of all other peers.'),
      type: z.enum(['super']).default('super').describe('The only kind of seed there is.'),
    })
    .prefault({}),
  dynconfig: z
    .strictObject({
      refreshInterval: durationSetting.prefault('1m').describe('How often the manager is asked for the schedulers.'),
    })
    .prefault({}),
  storage: storageConfig.prefault({}),
  gc: gcConfig.prefault({}),
  proxy: proxyConfig.prefault({}),
  backend: z
    .strictObject({
      requestHeader: z.record(z.string(), z.string()).default({}).describe('Sent to origins where a request has none.'),
      maxRetries: z.int().min(0).max(10).default(1).describe('Tries after the first, on 5xx and broken connections.'),
      connectTimeout: durationSetting.prefault('10s').describe('Longest time to connect to an origin.'),
      idleTimeout: durationSetting.prefault('30s').describe('Longest silence of an origin.'),
    })
    .prefault({}),
  health: z
    .strictObject({
      server: z
        .strictObject({ ip: listenIp('the health check'), port: portSetting.default(4003).describe('0: a free one.') })
        .prefault({}),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      server: z
        .strictObject({ ip: listenIp('the metrics page'), port: portSetting.default(4002).describe('0: a free one.') })
        .prefault({}),
    })
    .prefault({}),
  stats: z
    .strictObject({
      server: z
        .strictObject({
          ip: z
            .string()
            .default('127.0.0.1')
            .describe('Address of profiles and heap snapshots. Whoever reaches it can read what is in memory.'),
          port: portSetting.default(4004).describe('0: a free one.'),
        })
        .prefault({}),
    })
    .prefault({}),
  security: z.strictObject({ enable: unused('it does nothing there either') }).prefault({}),
  tracing: tracingConfig.prefault({}),
  log: logConfig.prefault({}),
});

export type PeerConfig = z.output<typeof peerConfig>;

/** The first address others could reach; a machine without a network talks to itself. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const outside = addresses.filter(({ internal }) => !internal);
  return (outside.find(({ family }) => family === 'IPv4') ?? outside[0])?.address ?? '127.0.0.1';
}
