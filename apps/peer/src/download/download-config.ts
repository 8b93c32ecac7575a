import { bytesSetting, durationSetting } from '@damselfly/core/node';
import { z } from 'zod';
import { callLimits } from '../rate/call-limits-config.ts';

export const downloadConfig = z.strictObject({
  server: z
    .strictObject({
      socketPath: z
        .string()
        .default('/var/run/dragonfly/dfdaemon.sock')
        .describe('Unix socket for dfget and other programs on this machine; made with mode 0660.'),
      outputDirs: z
        .array(z.string())
        .default([])
        .describe('Folders under which files are written for programs on this machine. None: anywhere the caller may.'),
      ...callLimits,
    })
    .prefault({}),
  protocol: z
    .enum(['tcp'], { error: 'only tcp is offered: the QUIC libraries for Node are too slow' })
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
});
