import type { manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { clusterId, encodeScheduler, encodeSeedPeer } from './member-codec.ts';

/** A scheduler with its cluster's configuration: what a scheduler polls as its own. */
export const getScheduler =
  (needs: {
    readonly topology: Pick<Topology, 'scheduler'>;
    readonly now: () => number;
  }): UnaryHandler<manager.GetSchedulerRequest, manager.Scheduler> =>
  async ({ hostname, ip, schedulerClusterId }) => {
    const key = { hostname, ip, clusterId: clusterId(schedulerClusterId) };
    const { scheduler, cluster, seedPeers, drainingHosts } = await needs.topology.scheduler(key);
    const nowMs = needs.now();
    const beside = seedPeers.map((seedPeer) => encodeSeedPeer(seedPeer, nowMs, { cluster }));
    return encodeScheduler(scheduler, nowMs, { cluster, seedPeers: beside, drainingHosts });
  };
