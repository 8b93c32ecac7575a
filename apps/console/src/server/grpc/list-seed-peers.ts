import type { manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { encodeSeedPeer } from './member-codec.ts';

/** The active seed peers of the caller's cluster. */
export const listSeedPeers =
  (needs: {
    readonly topology: Pick<Topology, 'seedPeersBeside'>;
    readonly now: () => number;
  }): UnaryHandler<manager.ListSeedPeersRequest, manager.ListSeedPeersResponse> =>
  async ({ hostname, ip }) => {
    const found = await needs.topology.seedPeersBeside({ hostname, ip });
    const nowMs = needs.now();
    return { seedPeers: found.map(({ seedPeer, cluster }) => encodeSeedPeer(seedPeer, nowMs, { cluster })) };
  };
