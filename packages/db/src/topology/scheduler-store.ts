import type { PrismaClient, Scheduler } from '../generated/client.ts';
import { missingCluster } from '../known-errors.ts';
import { type Lease, leaseColumns, leaseOf, noLease } from './lease.ts';

interface Key {
  readonly clusterId: number;
  readonly hostname: string;
  readonly ip: string;
}

interface Registration extends Key {
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  readonly features: readonly string[];
  readonly keepAliveIntervalMs: number;
}

/** Registered schedulers, with their leases. */
export function schedulerStore(client: PrismaClient) {
  return {
    async list(clusterId?: number) {
      const where = clusterId === undefined ? {} : { schedulerClusterId: clusterId };
      return (await client.scheduler.findMany({ where, orderBy: { id: 'asc' } })).map(record);
    },
    async upsert(
      { clusterId, hostname, ip, features, port, idc, location, keepAliveIntervalMs }: Registration,
      atMs: number,
    ) {
      const at = new Date(atMs);
      const change = { port, idc, location, keepAliveIntervalMs, features: [...features], updatedAt: at };
      const key = { schedulerClusterId: clusterId, hostname, ip };
      const row = await missingCluster(clusterId, () =>
        client.scheduler.upsert({
          where: { schedulerClusterId_hostname_ip: key },
          create: { ...key, ...change, createdAt: at },
          update: change,
        }),
      );
      return record(row);
    },
    async renewLease(key: Key, lease: Lease) {
      return (await client.scheduler.updateMany({ where: whereKey(key), data: leaseColumns(lease) })).count > 0;
    },
    async endLease(key: Key, holder: string) {
      await client.scheduler.updateMany({
        where: { ...whereKey(key), leaseHolder: holder },
        data: { ...noLease, updatedAt: new Date() },
      });
    },
    async remove(key: Key) {
      return (await client.scheduler.deleteMany({ where: whereKey(key) })).count > 0;
    },
    /** Forgets those whose lease ended before, and those that registered before and never had one. Says how many. */
    async removeDeadBefore(at: Date): Promise<number> {
      const never = { expiresAt: null, updatedAt: { lt: at } };
      return (await client.scheduler.deleteMany({ where: { OR: [{ expiresAt: { lt: at } }, never] } })).count;
    },
  };
}

const whereKey = ({ clusterId, hostname, ip }: Key) => ({ schedulerClusterId: clusterId, hostname, ip });

const record = ({ id, schedulerClusterId, hostname, ip, port, idc, location, features, ...row }: Scheduler) => ({
  id,
  clusterId: schedulerClusterId,
  hostname,
  ip,
  port,
  idc,
  location,
  features,
  keepAliveIntervalMs: row.keepAliveIntervalMs,
  createdAtMs: row.createdAt.getTime(),
  updatedAtMs: row.updatedAt.getTime(),
  ...leaseOf(row),
});
