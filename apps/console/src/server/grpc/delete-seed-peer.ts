import type { Empty, manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { clusterId } from './member-codec.ts';

/** Forgets a seed peer. One that is not there is forgotten already. */
export const deleteSeedPeer =
  (needs: {
    readonly topology: Pick<Topology, 'removeSeedPeer'>;
  }): UnaryHandler<manager.DeleteSeedPeerRequest, Empty> =>
  async ({ hostname, ip, seedPeerClusterId }) => {
    await needs.topology.removeSeedPeer({ hostname, ip, clusterId: clusterId(seedPeerClusterId) });
    return {};
  };
