import { hostname } from 'node:os';
import {
  clientTlsConfig,
  durationSetting,
  logConfig,
  portSetting,
  tracingConfig,
  unusedSetting,
} from '@damselfly/core/node';
import { z } from 'zod';
import { downloadConfig } from './download/download-config.ts';
import { listenIp } from './host/listen-ip.ts';
import { proxyConfig } from './proxy/proxy-config.ts';
import { backendConfig } from './source/backend-config.ts';
import { gcConfig, storageConfig } from './storage/storage-config.ts';
import { uploadConfig } from './upload/upload-config.ts';

const plugins = 'sources come with the daemon';
const shedding = 'calls above requestRateLimit are refused, and downloads take turns';

/** Everything dfdaemon.yaml may hold. What would be missed if it did nothing is refused instead. */
export const peerConfig = z.strictObject({
  host: z
    .strictObject({
      hostname: z.string().min(1).default(hostname()).describe('Name of this host; with the ip it makes the host id.'),
      ip: z
        .string()
        .default('')
        .describe('Address under which other hosts reach this one; empty: the first that is not only of this machine.'),
      idc: z.string().default('').describe('Data centre; peers of the same one are preferred as parents.'),
      location: z.string().default('').describe('Zones from wide to narrow, joined by |; near peers are preferred.'),
      schedulerClusterID: z.int().nonnegative().default(0).describe('Scheduler cluster; 0 lets the manager choose.'),
    })
    .prefault({}),
  download: downloadConfig.prefault({}),
  upload: uploadConfig.prefault({}),
  manager: z
    .strictObject({
      addr: z.string().default('').describe('host:port of the manager, which names the schedulers. Empty: none.'),
      joinToken: z.string().optional().describe('Lets this host in where the manager asks for a join token.'),
      ...clientTlsConfig('the manager'),
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
      ...clientTlsConfig('schedulers'),
      enableBackToSource: unusedSetting('each request says it, and proxy.disableBackToSource for the proxy'),
    })
    .prefault({}),
  seedPeer: z
    .strictObject({
      enable: z.boolean().default(false).describe('Fetch from sources on behalf of all other peers.'),
      type: z.enum(['super', 'normal']).default('super').describe('Of a seed there is one kind only, super.'),
      clusterID: unusedSetting('the manager knows where a seed belongs; host.schedulerClusterID asks for one'),
      keepaliveInterval: unusedSetting('seeds announce themselves to schedulers as all hosts do'),
    })
    .refine(({ enable, type }) => !enable || type === 'super', { path: ['type'], error: 'a seed is of type super' })
    .prefault({}),
  dynconfig: z
    .strictObject({
      refreshInterval: durationSetting
        .prefault('1m')
        .describe('How often the manager, or the file of --dynconfig, is asked for changes.'),
    })
    .prefault({}),
  storage: storageConfig.prefault({}),
  gc: gcConfig.prefault({}),
  proxy: proxyConfig.prefault({}),
  backend: backendConfig.prefault({}),
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
  security: z.strictObject({ enable: unusedSetting('it does nothing there either') }).prefault({}),
  server: z
    .strictObject({
      pluginDir: unusedSetting(plugins),
      cacheDir: unusedSetting('nothing is kept outside storage.dir'),
      adaptiveRateLimit: unusedSetting(shedding),
    })
    .prefault({}),
  network: z
    .strictObject({
      enableIPv6: z.boolean().default(false).describe('Listen on IPv6 as well, and prefer it for host.ip.'),
    })
    .prefault({}),
  verbose: unusedSetting('log.level and --log-level say what is written'),
  console: unusedSetting('the flag --console and log.file say where the log goes'),
  tracing: tracingConfig.prefault({}),
  log: logConfig.prefault({}),
});

export type PeerConfig = z.output<typeof peerConfig>;
