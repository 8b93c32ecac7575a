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
  readonly download?: BlockRules;
  readonly upload?: BlockRules;
}
export interface BlockList {
  readonly task?: { readonly download?: BlockRules };
  readonly persistentTask?: BlockDirections;
  readonly persistentCacheTask?: BlockDirections;
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
