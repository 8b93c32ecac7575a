import { Failure } from '@damselfly/core';
import { hostAndPort } from '@damselfly/proto';
import { isActive } from '../domain/topology/leases.ts';
import type { SchedulerRecord, TopologyStores } from '../domain/topology/stores.ts';
import { ChannelPool, type ChannelPoolOptions } from './channel-pool.ts';
import { type SchedulerCalls, schedulerCalls } from './scheduler-calls.ts';

/** A scheduler whose lease is valid. */
export interface ActiveScheduler extends Pick<SchedulerRecord, 'id' | 'clusterId' | 'hostname' | 'ip' | 'port'> {
  /** `ip:port` */
  readonly address: string;
  readonly features: readonly string[];
}

/** The schedulers of this system, to be asked over gRPC. */
export interface Schedulers {
  /** Those with a valid lease, by id; of one cluster or of all. */
  active(clusterId?: number): Promise<readonly ActiveScheduler[]>;
  /** One to run a job of a cluster. Throws `unavailable` with the remedy when none can. */
  forJob(clusterId: number): Promise<ActiveScheduler>;
  /** Calls to a scheduler at `ip:port`, as a lease or a live stream names it. */
  at(address: string): SchedulerCalls;
  /** Ends every call. */
  close(): void;
}

export interface SchedulersNeeds {
  readonly store: Pick<TopologyStores['schedulers'], 'list'>;
  readonly pool?: ChannelPoolOptions;
  readonly now?: () => number;
}

export function createSchedulers({ store, pool: options, now = Date.now }: SchedulersNeeds): Schedulers {
  const pool = new ChannelPool({ now, ...options });
  const active = async (clusterId?: number): Promise<ActiveScheduler[]> =>
    (await store.list(clusterId))
      .filter((one) => isActive(one, now()))
      .map(({ id, clusterId: cluster, hostname, ip, port, features }) => ({
        ...{ id, clusterId: cluster, hostname, ip, port, features },
        address: hostAndPort(ip, port),
      }));
  return {
    active,
    async forJob(clusterId) {
      const able = (await active(clusterId)).find(({ features }) => features.includes('preheat'));
      if (able !== undefined) return able;
      throw new Failure(
        'unavailable',
        `no scheduler of cluster ${clusterId} is active; start one, or wait until it keeps alive again`,
      );
    },
    at: (address) => schedulerCalls(pool, address),
    close: () => pool.close(),
  };
}
