import type { manager, UnaryHandler } from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import { clusterId, encodeScheduler } from './member-codec.ts';

/** Active schedulers with their clusters: of the cluster a peer names, or of all, the one that suits it best first. */
export const listSchedulers =
  (needs: {
    readonly topology: Pick<Topology, 'schedulersFor'>;
    readonly now: () => number;
  }): UnaryHandler<manager.ListSchedulersRequest, manager.ListSchedulersResponse> =>
  async ({ hostname, ip, idc = '', location = '', schedulerClusterId }) => {
    const wanted = schedulerClusterId === 0n ? undefined : clusterId(schedulerClusterId);
    const found = await needs.topology.schedulersFor({ hostname, ip, idc, location }, wanted);
    const nowMs = needs.now();
    return { schedulers: found.map(({ scheduler, cluster }) => encodeScheduler(scheduler, nowMs, { cluster })) };
  };
