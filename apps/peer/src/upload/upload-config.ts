import { bytesSetting, clientTlsConfig, portSetting, serverTlsConfig } from '@damselfly/core/node';
import { z } from 'zod';
import { listenIp } from '../host/listen-ip.ts';
import { callLimits } from '../rate/call-limits-config.ts';

export const uploadConfig = z.strictObject({
  server: z
    .strictObject({
      ip: listenIp('the gRPC service for other hosts'),
      port: portSetting.default(4000).describe('Port of that service; 0 takes a free one.'),
      ...serverTlsConfig('callers'),
      ...callLimits,
    })
    .prefault({}),
  client: z.strictObject(clientTlsConfig('other peers')).prefault({}),
  bandwidthLimit: bytesSetting.prefault('50GB').describe('Bytes a second sent to other peers.'),
  compression: z
    .boolean()
    .default(true)
    .describe('Compress pieces for children that ask for it, where a sample shows that it is worth it.'),
  disableShared: z.boolean().default(false).describe('Take, but do not give: never offered to others as a parent.'),
});
