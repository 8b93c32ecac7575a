import type { Reader } from '../access/access-rule.ts';
import { permits } from '../access/permits.ts';
import type { Visible } from '../live/live-view.ts';
import type { ClusterRow } from './stores.ts';

/**
 * What a reader sees of the running system: the clusters of `rows`, and in them the tasks that the rules allow. A task is
 * the tenant's whose cluster it is in, or whose application asked for it.
 */
export function visibleTasks(
  { rules }: Reader,
  rows: readonly ClusterRow[],
  applicationTenants: ReadonlyMap<string, string | null>,
): Visible {
  const clusters = new Map(rows.map((row) => [row.id, row]));
  const allows = (tenantId: string | null, clusterTenantId: string | null) =>
    permits(rules, 'read', 'Task', { tenantId, 'schedulerCluster.tenantId': clusterTenantId });
  const decided = new Map<string, boolean>();
  return {
    cluster: (id) => clusters.has(id),
    task(clusterId, application) {
      const cluster = clusters.get(clusterId);
      if (cluster === undefined) return false;
      const tenantId = cluster.tenantId ?? applicationTenants.get(application) ?? null;
      const key = `${clusterId}/${tenantId}`;
      const known = decided.get(key) ?? allows(tenantId, cluster.tenantId);
      decided.set(key, known);
      return known;
    },
  };
}
