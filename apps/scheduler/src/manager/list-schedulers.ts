import { Failure } from '@damselfly/core';
import { hostAndPort, manager, unaryCall } from '@damselfly/proto';
import type { SchedulerSelf } from './port.ts';

/** Addresses of the cluster's live schedulers, from the first manager that answers. Rejects with the last failure. */
export async function listSchedulers(
  managers: readonly { readonly client: manager.ManagerClient }[],
  { hostname, ip, clusterId, idc, location }: SchedulerSelf,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let last: unknown = new Failure('unavailable', 'no manager is known; set manager.addrs');
  const request = manager.ListSchedulersRequest.fromPartial({
    sourceType: manager.SourceType.SCHEDULER_SOURCE,
    ...{ hostname, ip, idc, location, schedulerClusterId: BigInt(clusterId) },
  });
  for (const { client } of managers) {
    try {
      const { schedulers } = await unaryCall(client.listSchedulers.bind(client), request, { signal });
      const own = schedulers.filter(({ schedulerClusterId }) => schedulerClusterId === BigInt(clusterId));
      return own.map((scheduler) => hostAndPort(scheduler.ip, scheduler.port));
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      last = thrown;
    }
  }
  throw last;
}
