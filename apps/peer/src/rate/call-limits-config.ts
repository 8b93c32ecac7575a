import { unusedSetting } from '@damselfly/core/node';
import { z } from 'zod';

/** What both gRPC servers take of their callers. */
export const callLimits = {
  requestRateLimit: z
    .int()
    .positive()
    .default(4000)
    .describe('Calls a second; more are refused as RESOURCE_EXHAUSTED.'),
  requestBufferSize: unusedSetting('calls above the limit are refused at once'),
};
