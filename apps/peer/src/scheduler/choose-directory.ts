import type { Log } from '@damselfly/core/node';
import type { ChannelCredentials } from '@grpc/grpc-js';
import type { PeerConfig } from '../config.ts';
import { dynconfigFileDirectory } from '../dynconfig/dynconfig-file.ts';
import type { HostIdentity } from '../host/host-facts.ts';
import { alsoAsking, fixedDirectory, managerDirectory, type SchedulerDirectory } from './directory.ts';
import type { SchedulerMetrics } from './scheduler-metrics.ts';

export interface DirectoryChoice {
  readonly config: Pick<PeerConfig, 'manager' | 'scheduler'>;
  readonly identity: HostIdentity;
  readonly dynconfigFile: string | undefined;
  /** For the manager. */
  readonly credentials: ChannelCredentials;
  /** Hears what hosts of this kind are told, such as what is blocked. */
  readonly onConfig: (config: Uint8Array) => void;
  readonly log: Log;
  readonly metrics: SchedulerMetrics;
}

/**
 * Who tells this host its schedulers and what is blocked: the manager, or the file in its place. Schedulers that are named
 * in the configuration go before both.
 */
export function schedulerDirectory(choice: DirectoryChoice): SchedulerDirectory {
  const { config, identity, dynconfigFile: file, credentials, onConfig, log, metrics } = choice;
  const { addr } = config.manager;
  const fixed = fixedDirectory(config.scheduler.addrs);
  const asked =
    addr !== ''
      ? managerDirectory(addr, credentials, identity, onConfig, config.manager.joinToken)
      : file === undefined
        ? undefined
        : dynconfigFileDirectory({ file, seed: identity.seed, onConfig });
  if (asked === undefined) return fixed;
  return config.scheduler.addrs.length > 0
    ? alsoAsking(fixed, asked, { log, onSilent: () => metrics.unknown.inc() })
    : asked;
}
