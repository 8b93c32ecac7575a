import { bytesSetting, durationSetting, portSetting, unusedSetting as unused } from '@damselfly/core/node';
import { z } from 'zod';
import { listenIp } from '../host/listen-ip.ts';

const sizes = 'buffers have the size measured to be fastest';

export const storageConfig = z.strictObject({
  writePieceTimeout: unused('a piece is written in one call, and a disk that fails says so'),
  writeBufferSize: unused(sizes),
  readBufferSize: unused(sizes),
  cacheCapacity: unused('the system caches what was read and written'),
  dir: z.string().default('/var/lib/dragonfly').describe('Folder of the pieces and their index. One daemon owns it.'),
  keep: z
    .boolean()
    .default(true)
    .describe('Use the pieces of an earlier run again. Otherwise the folder is emptied at start.'),
  capacity: bytesSetting
    .optional()
    .describe('Most bytes of pieces kept. Above it, tasks used longest ago make room. Absent: only the disk limits.'),
  server: z
    .strictObject({
      ip: listenIp('the piece server'),
      tcpPort: portSetting.default(4005).describe('TCP port of the piece server; 0 takes a free one.'),
      tcpFastopen: unused('connections between daemons of this kind are kept open'),
      quicPort: unused('pieces travel over TCP only'),
    })
    .prefault({}),
});

const percent = z.int().min(1).max(99);
/** Below a piece it could hold nothing. */
const leastQuotaBytes = 64 * 2 ** 20;
const quota = bytesSetting.refine((bytes) => bytes === 0 || bytes >= leastQuotaBytes, 'must be 0 or at least 64MiB');

export const gcConfig = z.strictObject({
  interval: durationSetting.prefault('15m').describe('How often expired tasks are looked for.'),
  policy: z
    .strictObject({
      taskTTL: durationSetting
        .prefault('720h')
        .describe('A task lives this long after its last use, uploads included.'),
      persistentTaskTTL: durationSetting
        .prefault('24h')
        .describe('A persistent task lives this long when whoever uploads it does not say.'),
      persistentCacheTaskTTL: durationSetting.prefault('24h').describe('The same for a persistent cache task.'),
      diskThreshold: quota
        .prefault(0)
        .describe('The percentages below hold for this many bytes of pieces too; 0: only for the disk.'),
      pageCacheIdleTimeout: unused('the system looks after its page cache'),
      diskHighThresholdPercent: percent.default(80).describe('Eviction begins when the disk is this full.'),
      diskLowThresholdPercent: percent.default(60).describe('Eviction ends when the disk is this full.'),
      distThreshold: quota.optional().describe('Older name of diskThreshold; goes before it.'),
      distHighThresholdPercent: percent.optional().describe('Older name of diskHighThresholdPercent.'),
      distLowThresholdPercent: percent.optional().describe('Older name of diskLowThresholdPercent.'),
    })
    .prefault({}),
});

/** When eviction begins and ends, whatever names the file uses. */
export function evictionLimits({ policy }: z.output<typeof gcConfig>) {
  const quotaBytes = policy.distThreshold ?? policy.diskThreshold;
  return {
    quotaBytes: quotaBytes === 0 ? undefined : quotaBytes,
    diskHighPercent: policy.distHighThresholdPercent ?? policy.diskHighThresholdPercent,
    diskLowPercent: policy.distLowThresholdPercent ?? policy.diskLowThresholdPercent,
  };
}
