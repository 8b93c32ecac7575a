import { z } from 'zod';
import type { PrismaClient } from '../generated/client.ts';
import {
  blockListOf,
  clientConfig,
  clusterScopes,
  schedulerClusterConfig,
  seedClientConfig,
  seedPeerClusterConfig,
} from './cluster-settings.ts';
import { schedulerStore } from './scheduler-store.ts';
import { seedPeerStore } from './seed-peer-store.ts';

const priority = z.object({
  value: z.int().min(0).max(20).default(0),
  urls: z.array(z.object({ regex: z.string(), value: z.int().min(0).max(20) })).default([]),
});

/** Everything the membership rules need. They serve schedulers and peers, which belong to no tenant: nothing is filtered. */
export function topologyStores({ client }: { readonly client: PrismaClient }) {
  return {
    clusters: clusterStore(client),
    schedulers: schedulerStore(client),
    seedPeers: seedPeerStore(client),
    applications: {
      async list() {
        const rows = await client.application.findMany({ orderBy: { id: 'asc' } });
        return rows.map(({ id, name, url, bio, priority: stored }) => ({
          id,
          name,
          url,
          bio,
          priority: priority.parse(stored),
        }));
      },
    },
  };
}

const withSeeds = {
  seedPeerClusters: { include: { seedPeerCluster: true }, orderBy: { seedPeerClusterId: 'asc' } },
} as const;

function clusterStore(client: PrismaClient) {
  type Row = Awaited<ReturnType<typeof read>>[number];
  const read = (where: { id?: number }) =>
    client.schedulerCluster.findMany({ where, include: withSeeds, orderBy: { id: 'asc' } });
  const record = (row: Row) => {
    const config = schedulerClusterConfig.parse(row.config);
    const peers = clientConfig.parse(row.clientConfig);
    const seeds = seedPeerClusterConfig.parse(row.seedPeerClusters[0]?.seedPeerCluster.config ?? {});
    return {
      id: row.id,
      name: row.name,
      bio: row.bio,
      isDefault: row.isDefault,
      candidateParentLimit: config.candidate_parent_limit,
      filterParentLimit: config.filter_parent_limit,
      jobRateLimit: config.job_rate_limit,
      peerLoadLimit: peers.load_limit,
      seedPeerLoadLimit: seeds.load_limit,
      peerBlockList: blockListOf(peers.block_list),
      seedPeerBlockList: blockListOf(seedClientConfig.parse(row.seedClientConfig).block_list),
      scopes: clusterScopes.parse(row.scopes),
    };
  };
  return {
    byId: async (id: number) => (await read({ id })).map(record)[0],
    list: async () => (await read({})).map(record),
  };
}
