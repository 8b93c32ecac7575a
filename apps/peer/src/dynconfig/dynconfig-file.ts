import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { loadConfig, type SchedulerAddress } from '@damselfly/core/node';
import { z } from 'zod';
import { parseAddress, type SchedulerDirectory } from '../scheduler/directory.ts';

const dynconfigFile = z.strictObject({
  scheduler: z.strictObject({ addr: z.string().default(''), addrs: z.array(z.string()).default([]) }).prefault({}),
  clientConfig: z.unknown().optional(),
  seedClientConfig: z.unknown().optional(),
});

export interface DynconfigFileOptions {
  readonly file: string;
  readonly seed: boolean;
  /** Hears what the file says to hosts of this kind, as JSON. */
  readonly onConfig: (config: Uint8Array) => void;
}

/**
 * Schedulers and block lists out of Dragonfly's dynconfig.yaml, for hosts without a manager. `scheduler.addrs` goes before
 * `scheduler.addr`, whose name may stand for several machines. No file means neither; one that makes no sense is
 * refused as `invalid`, and what was known stays true.
 */
export function dynconfigFileDirectory({ file, seed, onConfig }: DynconfigFileOptions): SchedulerDirectory {
  return {
    schedulers: async () => {
      const { scheduler, clientConfig, seedClientConfig } = await readDynconfig(file);
      onConfig(Buffer.from(JSON.stringify((seed ? seedClientConfig : clientConfig) ?? {})));
      if (scheduler.addrs.length > 0) return scheduler.addrs.map(parseAddress);
      return scheduler.addr === '' ? [] : machinesOf(parseAddress(scheduler.addr));
    },
    isOutdated: () => false,
    close: () => undefined,
  };
}

async function readDynconfig(file: string): Promise<z.output<typeof dynconfigFile>> {
  if (!existsSync(file)) return dynconfigFile.parse({});
  return loadConfig(dynconfigFile, { file, envPrefix: 'DAMSELFLY_DYNCONFIG', env: {} });
}

/** In one order for all peers: addresses of IPv4 where there are any, sorted. */
async function machinesOf({ ip, port }: SchedulerAddress): Promise<SchedulerAddress[]> {
  const found = await lookup(ip, { all: true });
  const wanted = found.some(({ family }) => family === 4) ? 4 : 6;
  return found
    .filter(({ family }) => family === wanted)
    .map(({ address }) => ({ ip: address, port }))
    .sort((one, other) => (one.ip < other.ip ? -1 : 1));
}
