import { z } from 'zod';

const texts = z.array(z.string()).default([]);
const upload = z.object({ applications: texts, urls: texts, tags: texts });
const download = upload.extend({ priorities: z.array(z.int()).default([]) });
const either = z.object({ download: download.optional(), upload: upload.optional() });

/** Keys as Dragonfly's API writes them. */
const blockList = z.object({
  task: z.object({ download: download.optional() }).optional(),
  persistent_task: either.optional(),
  persistent_cache_task: either.optional(),
});

export const schedulerClusterConfig = z.object({
  candidate_parent_limit: z.int().min(1).max(20).default(3),
  filter_parent_limit: z.int().min(10).max(1000).default(15),
  job_rate_limit: z.int().min(1).max(1_000_000).default(10),
});
export const clientConfig = z.object({
  load_limit: z.int().min(1).max(2000).default(200),
  block_list: blockList.default({}),
});
export const seedClientConfig = z.object({ block_list: blockList.default({}) });
export const seedPeerClusterConfig = z.object({
  load_limit: z.int().min(1).max(50_000).default(2000),
  block_list: blockList.default({}),
});
export const clusterScopes = z.object({
  idc: z.string().default(''),
  location: z.string().default(''),
  cidrs: texts,
  hostnames: texts,
});

interface BlockRules {
  readonly applications: readonly string[];
  readonly urls: readonly string[];
  readonly tags: readonly string[];
  readonly priorities: readonly number[];
}
interface BlockDirections {
  readonly download?: BlockRules | undefined;
  readonly upload?: BlockRules | undefined;
}
export interface BlockList {
  readonly task?: { readonly download?: BlockRules | undefined } | undefined;
  readonly persistentTask?: BlockDirections | undefined;
  readonly persistentCacheTask?: BlockDirections | undefined;
}

/** The stored block list in our words. */
export function blockListOf({ task, persistent_task, persistent_cache_task }: z.output<typeof blockList>): BlockList {
  return {
    ...(task && { task: { ...(task.download && { download: task.download }) } }),
    ...(persistent_task && { persistentTask: directionsOf(persistent_task) }),
    ...(persistent_cache_task && { persistentCacheTask: directionsOf(persistent_cache_task) }),
  };
}

const directionsOf = (rules: z.output<typeof either>): BlockDirections => ({
  ...(rules.download && { download: rules.download }),
  ...(rules.upload && { upload: { ...rules.upload, priorities: [] } }),
});

/** Settings of a cluster, as its administrators know them. */
export interface ClusterSettings {
  readonly name: string;
  readonly bio: string;
  readonly isDefault: boolean;
  readonly candidateParentLimit: number;
  readonly filterParentLimit: number;
  readonly jobRateLimit: number;
  readonly peerLoadLimit: number;
  readonly seedPeerLoadLimit: number;
  readonly peerBlockList: BlockList;
  readonly seedPeerBlockList: BlockList;
  readonly scopes: {
    readonly idc: string;
    readonly location: string;
    readonly cidrs: readonly string[];
    readonly hostnames: readonly string[];
  };
}

/** The columns that keep settings: those of a scheduler cluster, and the configuration of the seed peer cluster linked to it. */
export function columnsOf(settings: ClusterSettings) {
  const { name, bio, isDefault, scopes } = settings;
  const seedBlockList = storedBlockList(settings.seedPeerBlockList);
  return {
    schedulerCluster: {
      ...{ name, bio, isDefault },
      config: {
        candidate_parent_limit: settings.candidateParentLimit,
        filter_parent_limit: settings.filterParentLimit,
        job_rate_limit: settings.jobRateLimit,
      },
      clientConfig: { load_limit: settings.peerLoadLimit, block_list: storedBlockList(settings.peerBlockList) },
      seedClientConfig: { block_list: seedBlockList },
      scopes: { ...scopes, cidrs: [...scopes.cidrs], hostnames: [...scopes.hostnames] },
    },
    seedPeerConfig: { load_limit: settings.seedPeerLoadLimit, block_list: seedBlockList },
  };
}

const storedBlockList = ({ task, persistentTask, persistentCacheTask }: BlockList) => ({
  ...(task && { task: storedDirections(task) }),
  ...(persistentTask && { persistent_task: storedDirections(persistentTask) }),
  ...(persistentCacheTask && { persistent_cache_task: storedDirections(persistentCacheTask) }),
});

function storedDirections({ download, upload }: BlockDirections) {
  const rules = ({ applications, urls, tags }: BlockRules) => ({
    applications: [...applications],
    urls: [...urls],
    tags: [...tags],
  });
  return {
    ...(download && { download: { ...rules(download), priorities: [...download.priorities] } }),
    ...(upload && { upload: rules(upload) }),
  };
}
