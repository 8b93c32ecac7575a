import type { manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { clusterId, encodeScheduler, encodeSeedPeer } from './member-codec.ts';

/** A seed peer with its cluster's configuration and the active schedulers it belongs to. */
export const getSeedPeer =
  (needs: {
    readonly topology: Pick<Topology, 'seedPeer'>;
    readonly now: () => number;
  }): UnaryHandler<manager.GetSeedPeerRequest, manager.SeedPeer> =>
  async ({ hostname, ip, seedPeerClusterId }) => {
    const key = { hostname, ip, clusterId: clusterId(seedPeerClusterId) };
    const { seedPeer, cluster, schedulers } = await needs.topology.seedPeer(key);
    const nowMs = needs.now();
    const beside = schedulers.map((scheduler) => encodeScheduler(scheduler, nowMs));
    return encodeSeedPeer(seedPeer, nowMs, { cluster, schedulers: beside });
  };
