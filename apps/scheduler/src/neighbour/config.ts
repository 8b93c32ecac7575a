import { durationSetting } from '@damselfly/core/node';
import { z } from 'zod';

/** The other schedulers of the cluster. */
export const neighbourConfig = z.strictObject({
  addrs: z
    .array(z.string())
    .default([])
    .describe('host:port of the other schedulers of the cluster; none: the ones a manager knows.'),
  lookupTimeout: durationSetting
    .prefault('5s')
    .describe('How long they may take to say who has a task before its source is visited; 0s asks none.'),
});
