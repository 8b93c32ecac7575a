import { storedPriority } from '../applications/priority.ts';
import type { hostCatalogue } from '../catalogue/host-search.ts';
import type { PrismaClient } from '../generated/client.ts';
import { clusterRecord, withSeeds } from './cluster-record.ts';
import { schedulerStore } from './scheduler-store.ts';
import { seedPeerStore } from './seed-peer-store.ts';

interface TopologyStoresNeeds {
  readonly client: PrismaClient;
  readonly hosts: Pick<ReturnType<typeof hostCatalogue>, 'draining'>;
}

/** Everything the membership rules need. They serve schedulers and peers, which belong to no tenant: nothing is filtered. */
export function topologyStores({ client, hosts }: TopologyStoresNeeds) {
  const schedulers = schedulerStore(client);
  const seedPeers = seedPeerStore(client);
  return {
    clusters: clusterStore(client),
    /** The newest change of configuration in any cluster. */
    async configVersion() {
      const { _max } = await client.configRevision.aggregate({ _max: { id: true } });
      return Number(_max.id ?? 0n);
    },
    schedulers,
    seedPeers,
    drainingHosts: (clusterId: number) => hosts.draining(clusterId),
    /** Forgets members that nobody kept alive since. Says how many. */
    removeDeadBefore: async (at: Date) =>
      (await schedulers.removeDeadBefore(at)) + (await seedPeers.removeDeadBefore(at)),
    applications: {
      async list() {
        const rows = await client.application.findMany({ orderBy: { id: 'asc' } });
        return rows.map(({ id, name, url, bio, priority: stored }) => ({
          id,
          name,
          url,
          bio,
          priority: storedPriority.parse(stored),
        }));
      },
    },
  };
}

function clusterStore(client: PrismaClient) {
  const read = (where: { id?: number }) =>
    client.schedulerCluster.findMany({ where, include: withSeeds, orderBy: { id: 'asc' } });
  return {
    byId: async (id: number) => (await read({ id })).map(clusterRecord)[0],
    list: async () => (await read({})).map(clusterRecord),
  };
}
