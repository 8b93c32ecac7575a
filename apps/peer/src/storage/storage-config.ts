import { bytesSetting, durationSetting, portSetting } from '@damselfly/core/node';
import { z } from 'zod';

/** A key of Dragonfly's file that may stay in it. */
const unused = (why: string) => z.unknown().optional().describe(`Dragonfly's; taken and not used: ${why}.`);
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
      ip: z.string().default('0.0.0.0').describe('Address on which pieces are served.'),
      tcpPort: portSetting.default(4005).describe('TCP port of the piece server; 0 takes a free one.'),
      tcpFastopen: unused('connections between daemons of this kind are kept open'),
      quicPort: unused('pieces travel over TCP only'),
    })
    .prefault({}),
});

const percent = z.int().min(1).max(99);
/** Below a piece it could hold nothing. */
const leastQuotaBytes = 64 * 2 ** 20;

export const gcConfig = z.strictObject({
  interval: durationSetting.prefault('15m').describe('How often expired tasks are looked for.'),
  policy: z
    .strictObject({
      taskTTL: durationSetting
        .prefault('720h')
        .describe('A task lives this long after its last use, uploads included.'),
      diskThreshold: bytesSetting
        .refine((bytes) => bytes === 0 || bytes >= leastQuotaBytes, 'must be 0 or at least 64MiB')
        .prefault(0)
        .describe('The percentages below hold for this many bytes of pieces too; 0: only for the disk.'),
      pageCacheIdleTimeout: unused('the system looks after its page cache'),
      diskHighThresholdPercent: percent.default(80).describe('Eviction begins when the disk is this full.'),
      diskLowThresholdPercent: percent.default(60).describe('Eviction ends when the disk is this full.'),
    })
    .prefault({}),
});
