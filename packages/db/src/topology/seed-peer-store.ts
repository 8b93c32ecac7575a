import type { PrismaClient, SeedPeer } from '../generated/client.ts';
import { missingCluster } from '../known-errors.ts';
import { type Lease, leaseColumns, leaseOf, noLease } from './lease.ts';

interface Key {
  readonly clusterId: number;
  readonly hostname: string;
  readonly ip: string;
}

interface Registration extends Key {
  readonly port: number;
  readonly downloadPort: number;
  readonly type: string;
  readonly idc: string;
  readonly location: string;
}

/** Registered seed peers, with their leases; `clusterId` names a seed peer cluster. */
export function seedPeerStore(client: PrismaClient) {
  return {
    async list(clusterId?: number) {
      const where = clusterId === undefined ? {} : { seedPeerClusterId: clusterId };
      return (await client.seedPeer.findMany({ where, orderBy: { id: 'asc' } })).map(record);
    },
    async upsert({ clusterId, hostname, ip, port, downloadPort, type, idc, location }: Registration, atMs: number) {
      const at = new Date(atMs);
      const change = { port, downloadPort, type, idc, location, updatedAt: at };
      const key = { seedPeerClusterId: clusterId, hostname, ip };
      const row = await missingCluster(clusterId, () =>
        client.seedPeer.upsert({
          where: { seedPeerClusterId_hostname_ip: key },
          create: { ...key, ...change, createdAt: at },
          update: change,
        }),
      );
      return record(row);
    },
    async renewLease(key: Key, lease: Lease) {
      return (await client.seedPeer.updateMany({ where: whereKey(key), data: leaseColumns(lease) })).count > 0;
    },
    async endLease(key: Key, holder: string) {
      await client.seedPeer.updateMany({
        where: { ...whereKey(key), leaseHolder: holder },
        data: { ...noLease, updatedAt: new Date() },
      });
    },
    async remove(key: Key) {
      return (await client.seedPeer.deleteMany({ where: whereKey(key) })).count > 0;
    },
    /** Forgets those whose lease ended before, and those that registered before and never had one. Says how many. */
    async removeDeadBefore(at: Date): Promise<number> {
      const never = { expiresAt: null, updatedAt: { lt: at } };
      return (await client.seedPeer.deleteMany({ where: { OR: [{ expiresAt: { lt: at } }, never] } })).count;
    },
  };
}

const whereKey = ({ clusterId, hostname, ip }: Key) => ({ seedPeerClusterId: clusterId, hostname, ip });

const record = ({
  id,
  seedPeerClusterId,
  hostname,
  ip,
  port,
  downloadPort,
  type,
  idc,
  location,
  ...row
}: SeedPeer) => ({
  id,
  clusterId: seedPeerClusterId,
  hostname,
  ip,
  port,
  downloadPort,
  type,
  idc,
  location,
  createdAtMs: row.createdAt.getTime(),
  updatedAtMs: row.updatedAt.getTime(),
  ...leaseOf(row),
});
