import type { Prisma } from '../generated/client.ts';
import {
  blockListOf,
  clientConfig,
  clusterScopes,
  schedulerClusterConfig,
  seedClientConfig,
  seedPeerClusterConfig,
} from './cluster-settings.ts';

/** What a cluster's record is read from. */
export const withSeeds = {
  seedPeerClusters: { include: { seedPeerCluster: true }, orderBy: { seedPeerClusterId: 'asc' } },
} as const satisfies Prisma.SchedulerClusterInclude;

/** A cluster with the settings its rows hold; what they leave out has its default. */
export function clusterRecord(row: Prisma.SchedulerClusterGetPayload<{ include: typeof withSeeds }>) {
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
}
