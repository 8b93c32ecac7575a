import { z } from 'zod';
import { limits } from './settings.ts';

const limit = ([least, most]: readonly [number, number]) => z.number().int().min(least).max(most);
const texts = z.array(z.string().max(1024)).max(200);
const network = /^[0-9a-fA-F:.]+\/\d{1,3}$/;
const blockRules = z.object({ applications: texts, urls: texts, tags: texts, priorities: z.array(z.number()) });
const directions = z.object({ download: blockRules.optional(), upload: blockRules.optional() });
const blockList = z.object({
  task: z.object({ download: blockRules.optional() }).optional(),
  persistentTask: directions.optional(),
  persistentCacheTask: directions.optional(),
});

/** What can be seen to be wrong before the console looks; it looks at patterns and networks itself. */
export const clusterSchema = z.object({
  name: z.string().trim().min(1).max(256),
  bio: z.string().trim().max(1024),
  isDefault: z.boolean(),
  candidateParentLimit: limit(limits.candidateParentLimit),
  filterParentLimit: limit(limits.filterParentLimit),
  jobRateLimit: limit(limits.jobRateLimit),
  peerLoadLimit: limit(limits.peerLoadLimit),
  seedPeerLoadLimit: limit(limits.seedPeerLoadLimit),
  peerBlockList: blockList,
  seedPeerBlockList: blockList,
  scopes: z.object({
    idc: z.string().trim().max(1024),
    location: z.string().trim().max(1024),
    cidrs: z.array(z.string().regex(network)).max(200),
    hostnames: texts,
  }),
});
