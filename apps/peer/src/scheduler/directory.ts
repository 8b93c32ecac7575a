import { Failure } from '@damselfly/core';
import type { Log, SchedulerAddress } from '@damselfly/core/node';
import { configs, createClient, followConfigChanges, hostAndPort, manager, unaryCall } from '@damselfly/proto';
import type { ChannelCredentials } from '@grpc/grpc-js';
import type { HostIdentity } from '../host/host-facts.ts';
import { version } from '../version.ts';

/** Knows which schedulers there are. */
export interface SchedulerDirectory {
  /** Asks anew. Throws when nobody answers; what was known before stays true then. */
  schedulers(signal: AbortSignal): Promise<SchedulerAddress[]>;
  /** Something changed since it was asked last. */
  isOutdated(): boolean;
  close(): void;
}

/** Schedulers named in the configuration, `host:port` each. Throws `invalid`. */
export function fixedDirectory(addrs: readonly string[]): SchedulerDirectory {
  const known = addrs.map(parseAddress);
  return { schedulers: async () => known, isOutdated: () => false, close: () => undefined };
}

/** Schedulers of one directory; another is asked as well for what it says besides, and may be silent. */
export function alsoAsking(
  own: SchedulerDirectory,
  other: SchedulerDirectory,
  { log, onSilent }: { readonly log: Log; readonly onSilent: () => void },
): SchedulerDirectory {
  return {
    schedulers: async (signal) => {
      try {
        await other.schedulers(signal);
      } catch (err) {
        if (signal.aborted) return own.schedulers(signal);
        onSilent();
        log.info({ err }, 'what is blocked cannot be looked up; it stays as it was');
      }
      return own.schedulers(signal);
    },
    isOutdated: () => own.isOutdated() || other.isOutdated(),
    close: () => {
      own.close();
      other.close();
    },
  };
}

/**
 * Schedulers the manager knows for this host's place. `addr` is `host:port`, `token` what lets this host in; `onConfig` hears what the cluster's
 * configuration says to hosts of this kind.
 */
export function managerDirectory(
  addr: string,
  credentials: ChannelCredentials,
  identity: HostIdentity,
  onConfig: (config: Uint8Array) => void,
  token?: string,
): SchedulerDirectory {
  const { ip, port } = parseAddress(addr);
  const channel = { address: hostAndPort(ip, port), credentials, token };
  const client = createClient(manager.ManagerClient, channel);
  const changes = createClient(configs.ConfigServiceClient, channel);
  const closed = new AbortController();
  let outdated = false;
  const onChange = () => {
    outdated = true;
  };
  void followConfigChanges({ client: changes, onChange, signal: closed.signal });
  return {
    isOutdated: () => outdated,
    schedulers: async (signal) => {
      outdated = false;
      const request = manager.ListSchedulersRequest.fromPartial({
        sourceType: identity.seed ? manager.SourceType.SEED_PEER_SOURCE : manager.SourceType.PEER_SOURCE,
        hostname: identity.hostname,
        ip: identity.ip,
        version,
        commit: 'unknown',
        schedulerClusterId: BigInt(identity.schedulerClusterId),
        ...(identity.idc === '' ? {} : { idc: identity.idc }),
        ...(identity.location === '' ? {} : { location: identity.location }),
      });
      const { schedulers } = await unaryCall(client.listSchedulers.bind(client), request, { signal, timeoutMs: 5000 });
      // One cluster only: peers of two clusters do not know each other's tasks.
      const cluster = schedulers[0]?.schedulerClusterId;
      const config = schedulers[0]?.schedulerCluster;
      if (config !== undefined) onConfig(identity.seed ? config.seedClientConfig : config.clientConfig);
      return schedulers.filter(({ schedulerClusterId }) => schedulerClusterId === cluster);
    },
    close: () => {
      closed.abort();
      client.close();
      changes.close();
    },
  };
}

/** `host:port`, also behind `http://` or `https://`. Throws `invalid`. */
export function parseAddress(text: string): SchedulerAddress {
  const match = /^(?:https?:\/\/)?(?:\[([0-9a-f:]+)\]|([^:/[\]]+)):(\d{1,5})\/?$/i.exec(text.trim());
  const port = Number(match?.[3]);
  if (match === null || port < 1 || port > 65535) {
    throw new Failure('invalid', `"${text}" is no address; write host:port, for example 127.0.0.1:8002`);
  }
  return { ip: match[1] ?? match[2] ?? '', port };
}
