import { z } from 'zod';

const every = '0.0.0.0';

/** Where something listens; `listenAddress` reads it. */
export const listenIp = (what: string) =>
  z
    .string()
    .default(every)
    .describe(`Address on which ${what} listens; 0.0.0.0 means every one, of IPv6 too with network.enableIPv6.`);

/** The address to listen on: every address means those of IPv6, too, where that is wanted. */
export const listenAddress = (ip: string, enableIPv6: boolean): string => (enableIPv6 && ip === every ? '::' : ip);
