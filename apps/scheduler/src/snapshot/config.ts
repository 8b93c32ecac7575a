import { durationSetting } from '@damselfly/core/node';
import { z } from 'zod';

export const snapshotConfig = z.strictObject({
  enable: z.boolean().default(true).describe('Keep the index of hosts, tasks and finished peers over restarts.'),
  dir: z.string().default('.damselfly/scheduler/index').describe('Folder of the index; one scheduler only.'),
  flushInterval: durationSetting.prefault('100ms').describe('What is younger than this may be lost in a crash.'),
  hostPatience: durationSetting
    .prefault('1m')
    .describe('After a restart, a host that does not answer for this long is forgotten.'),
});
export type SnapshotConfig = z.output<typeof snapshotConfig>;
