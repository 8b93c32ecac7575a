import { hostname } from 'node:os';
import { clientTlsConfig, durationSetting, logConfig, portSetting, tracingConfig } from '@damselfly/core/node';
import { z } from 'zod';
import type { Policy } from './core/policy.ts';
import { neighbourConfig } from './neighbour/config.ts';
import { databaseConfig, persistentConfig } from './persistent/config.ts';
import { snapshotConfig } from './snapshot/config.ts';

const count = z.int().min(1);

const gcConfig = z.strictObject({
  pieceDownloadTimeout: durationSetting.prefault('30m').describe('A download without a new piece for this long fails.'),
  peerTTL: durationSetting
    .prefault('24h')
    .describe('A finished peer is offered as a parent for this long after its last use.'),
  failedPeerTTL: durationSetting.prefault('1m').describe('How long a failed peer stays visible.'),
  hostTTL: durationSetting
    .prefault('1h')
    .describe(
      'A host that gives no announce interval is forgotten this long after its last sign of life; others after two intervals.',
    ),
  taskTTL: durationSetting.prefault('30m').describe('How long a task without peers is remembered.'),
});

const originConfig = z.strictObject({
  fetchers: count.default(1).describe('Most peers of one task that fetch from the source at once.'),
  grantsPerSecond: z
    .number()
    .positive()
    .default(500)
    .describe('Peers sent to sources a second, over all tasks; the others wait their turn.'),
  grantBurst: count.default(1000).describe('Peers that may go at once before that rate holds.'),
  seedTimeout: durationSetting
    .prefault('2s')
    .describe('A seed peer that was asked has to register within this, or the next one is asked.'),
  grantTimeout: durationSetting
    .prefault('10s')
    .describe('A peer that was sent to the source has to begin within this.'),
  stallTimeout: durationSetting
    .prefault('2m')
    .describe('A peer at the source without a new piece for this long is followed by another.'),
  seedRest: durationSetting
    .prefault('1m')
    .describe('A seed peer that failed a task is not asked for it again before this.'),
  patience: durationSetting
    .prefault('2s')
    .describe('How long a peer waits for full or blocked parents before it may go to the source.'),
});

const schedulingConfig = z.strictObject({
  algorithm: z
    .enum(['default', 'measured', 'plugin'])
    .default('default')
    .describe("How parents are scored: Dragonfly's formula, what their children saw of them, or a module of yours."),
  plugin: z.string().default('').describe('Path of the module with your evaluator; only for the algorithm plugin.'),
  candidateParentLimit: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .describe('Parents offered to a peer. A manager overrides it.'),
  filterParentLimit: z
    .int()
    .min(10)
    .max(1000)
    .default(15)
    .describe('Peers looked at for one choice. A manager overrides it.'),
  levelWeight: z
    .number()
    .min(0)
    .max(10)
    .default(0.5)
    .describe('What a parent next to the content gains over one ten hops away; 0 leaves depth alone.'),
  peerUploadLimit: z
    .int()
    .min(1)
    .max(2000)
    .default(200)
    .describe('Children of a normal peer host. A manager overrides it.'),
  seedUploadLimit: z
    .int()
    .min(1)
    .max(50_000)
    .default(2000)
    .describe('Children of a seed peer host. A manager overrides it.'),
  answerTimeout: durationSetting.prefault('5m').describe('Longest wait of a peer for its answer.'),
  blockTime: durationSetting.prefault('10s').describe('How long a parent that failed a child is kept from it.'),
  quarantineAfter: count
    .default(3)
    .describe('Hosts in a row that got no piece from a host after which it is offered to nobody for a while.'),
  quarantineTime: durationSetting.prefault('30s').describe('How long that while is.'),
  peerLimit: count.default(1_000_000).describe('Most peers this scheduler holds.'),
  hostLimit: count.default(200_000).describe('Most hosts this scheduler knows.'),
  origin: originConfig.prefault({}),
  gc: gcConfig.prefault({}),
});

export const schedulerConfig = z.strictObject({
  server: z
    .strictObject({
      listenIP: z.string().default('127.0.0.1').describe('Address the gRPC server listens on.'),
      advertiseIP: z.string().default('127.0.0.1').describe('Address that managers tell to peers.'),
      port: portSetting.default(8002).describe('gRPC port; 0 takes a free one.'),
      hostname: z
        .string()
        .min(1)
        .default(hostname())
        .describe('Name of this scheduler; unique within its cluster and address.'),
      requestRateLimit: count.default(4000).describe('Calls and new streams a second; more are refused.'),
      drainTimeout: durationSetting
        .prefault('500ms')
        .describe(
          'How long streams and calls under way may go on when the scheduler stops; new ones go elsewhere meanwhile.',
        ),
      streamLimit: count.default(200_000).describe('Announce streams open at once; more are refused.'),
    })
    .prefault({}),
  manager: z
    .strictObject({
      addrs: z.array(z.string()).default([]).describe('host:port of every manager replica; none: work alone.'),
      schedulerClusterId: count.default(1).describe('Cluster this scheduler belongs to.'),
      joinToken: z.string().optional().describe('Lets this scheduler in where managers ask for a join token.'),
      ...clientTlsConfig('the managers'),
      keepAliveIntervalMs: durationSetting.prefault('5s').describe('Time between two signs of life to a manager.'),
      refreshIntervalMs: durationSetting
        .prefault('1m')
        .describe('Time between two looks at the dynamic configuration.'),
    })
    .prefault({}),
  scheduler: schedulingConfig.prefault({}),
  neighbours: neighbourConfig.prefault({}),
  seedPeer: z
    .strictObject({
      taskDownloadTimeout: durationSetting.prefault('10h').describe('Longest a seed peer may take for one task.'),
    })
    .prefault({}),
  job: z
    .strictObject({
      privateRegistries: z
        .boolean()
        .default(true)
        .describe('Image jobs may ask registries on private addresses; link-local ones are never asked.'),
      loopbackRegistries: z
        .boolean()
        .default(false)
        .describe('Image jobs may ask registries on this machine; for local use.'),
    })
    .prefault({}),
  persistent: persistentConfig.prefault({}),
  snapshot: snapshotConfig.prefault({}),
  database: databaseConfig.prefault({}),
  host: z
    .strictObject({
      idc: z.string().default('').describe('Data centre of this scheduler.'),
      location: z.string().default('').describe('Zones from wide to narrow, joined by |.'),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      ip: z.string().default('127.0.0.1').describe('Address of the Prometheus endpoint.'),
      port: portSetting.default(8000).describe('Port of the Prometheus endpoint; 0 takes a free one.'),
      enableHost: z.boolean().default(false).describe('Count bytes by host as well: as many series as hosts.'),
    })
    .prefault({}),
  tracing: tracingConfig.prefault({}),
  log: logConfig.prefault({}),
});

export type SchedulerConfig = z.output<typeof schedulerConfig>;

/** The policy a scheduler starts with; a manager changes parts of it later. */
export function policyOf({ scheduler, neighbours, manager }: SchedulerConfig): Policy {
  const { gc, origin, ...limits } = scheduler;
  const hasNeighbours = neighbours.addrs.length > 0 || manager.addrs.length > 0;
  return {
    candidateParentLimit: limits.candidateParentLimit,
    filterParentLimit: limits.filterParentLimit,
    levelWeight: limits.levelWeight,
    peerUploadLimit: limits.peerUploadLimit,
    seedUploadLimit: limits.seedUploadLimit,
    sourceFetcherLimit: origin.fetchers,
    sourceGrantsPerSecond: origin.grantsPerSecond,
    sourceGrantBurst: origin.grantBurst,
    neighbourLookupMs: hasNeighbours ? neighbours.lookupTimeout : 0,
    seedLifeMs: origin.seedTimeout,
    grantLifeMs: origin.grantTimeout,
    sourceStallMs: origin.stallTimeout,
    seedRestMs: origin.seedRest,
    patienceMs: origin.patience,
    answerTimeoutMs: limits.answerTimeout,
    blockMs: limits.blockTime,
    quarantineAfter: limits.quarantineAfter,
    quarantineMs: limits.quarantineTime,
    pieceTimeoutMs: gc.pieceDownloadTimeout,
    peerTtlMs: gc.peerTTL,
    failedPeerTtlMs: gc.failedPeerTTL,
    hostTtlMs: gc.hostTTL,
    taskTtlMs: gc.taskTTL,
    peerLimit: limits.peerLimit,
    hostLimit: limits.hostLimit,
    applications: [],
  };
}
