import type { manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { clusterId, encodeSeedPeer } from './member-codec.ts';

/** Registers a seed peer, or brings its record up to date. Only keepalive makes it active. */
export const updateSeedPeer =
  (needs: {
    readonly topology: Pick<Topology, 'registerSeedPeer'>;
    readonly now: () => number;
  }): UnaryHandler<manager.UpdateSeedPeerRequest, manager.SeedPeer> =>
  async ({ hostname, ip, port, downloadPort, type, idc = '', location = '', seedPeerClusterId }) => {
    const { seedPeer, cluster } = await needs.topology.registerSeedPeer({
      ...{ hostname, ip, port, downloadPort, type, idc, location, clusterId: clusterId(seedPeerClusterId) },
    });
    return encodeSeedPeer(seedPeer, needs.now(), { cluster });
  };
