import { durationSetting, unusedSetting } from '@damselfly/core/node';
import { z } from 'zod';

export const backendConfig = z.strictObject({
  requestHeader: z.record(z.string(), z.string()).default({}).describe('Sent to origins where a request has none.'),
  maxRetries: z.int().min(0).max(10).default(1).describe('Tries after the first, on 5xx and broken connections.'),
  connectTimeout: durationSetting.prefault('10s').describe('Longest time to connect to an origin.'),
  idleTimeout: durationSetting.prefault('30s').describe('Longest silence of an origin.'),
  enableCacheTemporaryRedirect: z
    .boolean()
    .default(true)
    .describe('Go straight to where an origin redirected with 307 before, for the same URL and headers.'),
  cacheTemporaryRedirectTTL: durationSetting.prefault('10m').describe('For how long.'),
  putTimeout: durationSetting.prefault('15m').describe('Longest time to write an object to its store.'),
  putConcurrentChunkCount: unusedSetting('how an object is written is up to its store'),
  putChunkSize: unusedSetting('how an object is written is up to its store'),
  enableHickoryDNS: unusedSetting('names are looked up by the system'),
});
