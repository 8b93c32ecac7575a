import type { Reader } from '../access/access-rule.ts';
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
  const reading = rules.filter(
    ({ action, subject }) => (action === 'read' || action === 'manage') && (subject === 'Task' || subject === 'all'),
  );
  const allows = (tenantId: string | null, clusterTenantId: string | null) => {
    const fields = { tenantId, 'schedulerCluster.tenantId': clusterTenantId };
    return reading.some(({ conditions = {} }) =>
      Object.entries(conditions).every(([field, value]) => Reflect.get(fields, field) === value),
    );
  };
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
