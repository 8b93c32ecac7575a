import { type Reader, readable } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';

/** Clusters and their schedulers, as far as a reader may see them. */
export function clusterRepository({ client }: { readonly client: PrismaClient }) {
  const columns = { id: true, tenantId: true, name: true, bio: true, isDefault: true, createdAt: true } as const;
  return {
    async list(reader: Reader) {
      const visible = readable(reader, 'SchedulerCluster');
      if (visible === undefined) return [];
      return client.schedulerCluster.findMany({ where: visible, select: columns, orderBy: { id: 'asc' } });
    },
    async byId(reader: Reader, id: number) {
      const visible = readable(reader, 'SchedulerCluster');
      if (visible === undefined) return undefined;
      const row = await client.schedulerCluster.findFirst({ where: { AND: [visible, { id }] }, select: columns });
      return row ?? undefined;
    },
    async applicationTenants(): Promise<ReadonlyMap<string, string | null>> {
      const rows = await client.application.findMany({ select: { name: true, tenantId: true } });
      const tenants = new Map<string, string | null>();
      for (const { name, tenantId } of rows) tenants.set(name, tenants.has(name) ? null : tenantId);
      return tenants;
    },
    async schedulers(reader: Reader) {
      const visible = readable(reader, 'SchedulerCluster');
      if (visible === undefined) return [];
      const rows = await client.scheduler.findMany({ where: { schedulerCluster: visible }, orderBy: { id: 'asc' } });
      return rows.map(({ id, schedulerClusterId, hostname, ip, port, idc, location, expiresAt }) => ({
        id,
        schedulerClusterId,
        hostname,
        ip,
        port,
        idc,
        location,
        expiresAt,
      }));
    },
  };
}
