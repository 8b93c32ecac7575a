import type { SelectableHost } from '../domain/jobs/target-selector.ts';
import type { SchedulerCalls } from '../schedulers/scheduler-calls.ts';

/** What operators wrote on hosts of a cluster, by host id. */
export type HostLabels = (clusterId: number) => Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;

/** The hosts a scheduler would run a job on, with their labels. */
export async function clusterHosts(
  calls: Pick<SchedulerCalls, 'hosts'>,
  clusterId: number,
  labelsOf: HostLabels,
  signal: AbortSignal,
): Promise<readonly SelectableHost[]> {
  const [hosts, labels] = await Promise.all([calls.hosts({ signal }), labelsOf(clusterId)]);
  return hosts.map(({ id, hostname, ip, type, network, disk }) => ({
    ...{ id, hostname, ip, seed: type !== 0 },
    ...{ idc: network?.idc ?? '', location: network?.location ?? '', diskFreeBytes: Number(disk?.free ?? 0n) },
    labels: labels.get(id) ?? {},
  }));
}
