import { z } from 'zod';
import type { ConfiguredCluster } from '../domain/clusters/cluster-admin.ts';
import { type ClusterChange, clusterChange } from '../domain/clusters/cluster-settings.ts';

// A cluster as Dragonfly's manager shows it: one scheduler cluster with its seed peer cluster, in snake_case.

const strings = z.array(z.string()).nullish();
const rules = z.object({ applications: strings, urls: strings, tags: strings, priorities: z.array(z.int()).nullish() });
const directions = z.object({ download: rules.nullish(), upload: rules.nullish() });
const blockList = z.object({
  task: directions.nullish(),
  persistent_task: directions.nullish(),
  persistent_cache_task: directions.nullish(),
});
const scopes = z.object({
  idc: z.string().nullish(),
  location: z.string().nullish(),
  cidrs: strings,
  hostnames: strings,
});

/** What a caller sends; what is left out stays, or has its default in a new cluster. Unknown keys are passed over. */
export const dragonflyClusterBody = z.object({
  name: z.string().max(256).nullish(),
  bio: z.string().max(1024).nullish(),
  scopes: scopes.nullish(),
  scheduler_cluster_config: z
    .object({
      candidate_parent_limit: z.int().nullish(),
      filter_parent_limit: z.int().nullish(),
      job_rate_limit: z.int().nullish(),
    })
    .nullish(),
  seed_peer_cluster_config: z.object({ load_limit: z.int().nullish(), block_list: blockList.nullish() }).nullish(),
  peer_cluster_config: z.object({ load_limit: z.int().nullish(), block_list: blockList.nullish() }).nullish(),
  is_default: z.boolean().nullish(),
});
export type DragonflyClusterBody = z.output<typeof dragonflyClusterBody>;

export const dragonflyClusterSchema = z
  .object({
    ...{ id: z.int(), name: z.string(), bio: z.string(), is_default: z.boolean() },
    ...{ scheduler_cluster_id: z.int(), seed_peer_cluster_id: z.int() },
    ...{ scopes: z.unknown(), scheduler_cluster_config: z.unknown() },
    ...{ seed_peer_cluster_config: z.unknown(), peer_cluster_config: z.unknown() },
    ...{ created_at: z.iso.datetime(), updated_at: z.iso.datetime() },
  })
  .meta({ id: 'DragonflyCluster' });

/** Throws a ZodError that names our field when a value is out of range. */
export function settingsFrom(body: DragonflyClusterBody): ClusterChange {
  const { scheduler_cluster_config: scheduling, seed_peer_cluster_config: seeds, peer_cluster_config: peers } = body;
  const change = {
    name: body.name,
    bio: body.bio,
    isDefault: body.is_default,
    candidateParentLimit: scheduling?.candidate_parent_limit,
    filterParentLimit: scheduling?.filter_parent_limit,
    jobRateLimit: scheduling?.job_rate_limit,
    peerLoadLimit: peers?.load_limit,
    seedPeerLoadLimit: seeds?.load_limit,
    peerBlockList: peers?.block_list && blockListFrom(peers.block_list),
    seedPeerBlockList: seeds?.block_list && blockListFrom(seeds.block_list),
    scopes: body.scopes && given(body.scopes),
  };
  return clusterChange.parse(given(change));
}

const blockListFrom = (list: z.output<typeof blockList>) =>
  given({
    task: list.task && given({ download: list.task.download && rulesFrom(list.task.download) }),
    persistentTask: list.persistent_task && directionsFrom(list.persistent_task),
    persistentCacheTask: list.persistent_cache_task && directionsFrom(list.persistent_cache_task),
  });
const directionsFrom = ({ download, upload }: z.output<typeof directions>) =>
  given({ download: download && rulesFrom(download), upload: upload && rulesFrom(upload) });
const rulesFrom = (listed: z.output<typeof rules>) => given(listed);

/** Null means that nothing was said. */
const given = (all: object): object =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== null));

export function dragonflyCluster({ id, settings, ...row }: ConfiguredCluster): z.output<typeof dragonflyClusterSchema> {
  return {
    ...{ id, name: settings.name, bio: settings.bio, is_default: settings.isDefault, scopes: settings.scopes },
    ...{ scheduler_cluster_id: id, seed_peer_cluster_id: row.seedPeerClusterId ?? 0 },
    scheduler_cluster_config: {
      candidate_parent_limit: settings.candidateParentLimit,
      filter_parent_limit: settings.filterParentLimit,
      job_rate_limit: settings.jobRateLimit,
    },
    seed_peer_cluster_config: {
      load_limit: settings.seedPeerLoadLimit,
      block_list: shownBlockList(settings.seedPeerBlockList),
    },
    peer_cluster_config: { load_limit: settings.peerLoadLimit, block_list: shownBlockList(settings.peerBlockList) },
    ...{ created_at: row.createdAt.toISOString(), updated_at: row.updatedAt.toISOString() },
  };
}

const shownBlockList = (list: ConfiguredCluster['settings']['peerBlockList']) => ({
  ...(list.task && { task: list.task }),
  ...(list.persistentTask && { persistent_task: list.persistentTask }),
  ...(list.persistentCacheTask && { persistent_cache_task: list.persistentCacheTask }),
});
