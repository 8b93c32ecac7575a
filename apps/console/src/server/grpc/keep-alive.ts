import { randomUUID } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { type ClientStreamHandler, type Empty, manager } from '@damselfly/proto';
import type { Membership, Topology } from '../domain/topology/topology.ts';
import { clusterId } from './member-codec.ts';

export interface KeepAliveNeeds {
  readonly topology: Pick<Topology, 'keepScheduler' | 'keepSeedPeer'>;
  /** This manager ends: that says nothing about its members, whose leases run on. */
  readonly stopping: AbortSignal;
}

/** The first heartbeat names the member and begins its lease, each renews it, and the end of the stream ends it. */
export const keepAlive =
  ({ topology, stopping }: KeepAliveNeeds): ClientStreamHandler<manager.KeepAliveRequest, Empty> =>
  async (requests) => {
    const holder = randomUUID();
    let first: manager.KeepAliveRequest | undefined;
    let membership: Membership | undefined;
    try {
      for await (const beat of requests) {
        if (first === undefined) {
          first = beat;
          membership = await open(topology, beat, holder);
        } else if (!sameMember(first, beat)) {
          throw new Failure('invalid', 'one keepalive stream is for one member');
        }
        await membership?.renew();
      }
    } finally {
      if (!stopping.aborted) await membership?.end();
    }
    return {};
  };

/** Ordinary peers hold no lease: their schedulers know them. */
async function open(
  topology: KeepAliveNeeds['topology'],
  { sourceType, hostname, ip, clusterId: id }: manager.KeepAliveRequest,
  holder: string,
): Promise<Membership | undefined> {
  const key = { hostname, ip, clusterId: clusterId(id) };
  if (sourceType === manager.SourceType.SCHEDULER_SOURCE) return topology.keepScheduler(key, holder);
  if (sourceType === manager.SourceType.SEED_PEER_SOURCE) return topology.keepSeedPeer(key, holder);
  return undefined;
}

const sameMember = (a: manager.KeepAliveRequest, b: manager.KeepAliveRequest) =>
  a.sourceType === b.sourceType && a.hostname === b.hostname && a.ip === b.ip && a.clusterId === b.clusterId;
