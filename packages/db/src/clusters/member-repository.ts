import { type Reader, readable } from '../access/readable.ts';
import type { PrismaClient } from '../generated/client.ts';

/** Registered schedulers and seed peers, as far as a reader may see them. */
export function memberRepository({ client }: { readonly client: PrismaClient }) {
  return {
    async schedulers(reader: Reader) {
      const visible = readable(reader, 'Scheduler');
      if (visible === undefined) return [];
      const rows = await client.scheduler.findMany({ where: visible, orderBy: { id: 'asc' } });
      return rows.map(({ leaseHolder: _, ...row }) => row);
    },
    async seedPeers(reader: Reader) {
      const visible = readable(reader, 'SeedPeer');
      if (visible === undefined) return [];
      const rows = await client.seedPeer.findMany({
        where: visible,
        include: { seedPeerCluster: { include: { schedulerClusters: true } } },
        orderBy: { id: 'asc' },
      });
      return rows.map(({ leaseHolder: _, seedPeerCluster, ...row }) => ({
        ...row,
        schedulerClusterIds: seedPeerCluster.schedulerClusters.map(({ schedulerClusterId }) => schedulerClusterId),
      }));
    },
  };
}
