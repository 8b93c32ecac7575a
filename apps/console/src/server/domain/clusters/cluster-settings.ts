import { z } from 'zod';
import { compilePattern } from '../pattern.ts';
import { compileCidr } from '../topology/search.ts';
import type { ClusterRecord } from '../topology/stores.ts';

const text = (most: number) => z.string().trim().max(most);
const texts = z.array(text(1024).min(1)).max(200).default([]);
const patterns = z
  .array(
    z
      .string()
      .min(1)
      .max(1024)
      .refine((one) => compilePattern(one) !== undefined, 'is no pattern; RE2 syntax, without look-around'),
  )
  .max(200)
  .default([]);
const cidrs = z
  .array(
    text(64).refine((one) => compileCidr(one) !== undefined, 'is no network; write address/bits, as in 10.0.0.0/8'),
  )
  .max(200)
  .default([]);
const priorities = z.array(z.int().min(0).max(6)).max(7).default([]);
/** What is blocked: any of it suffices. */
export const blockRules = z.strictObject({ applications: texts, urls: patterns, tags: texts, priorities });
const downloads = z.strictObject({ download: blockRules.optional() });
const both = z.strictObject({ download: blockRules.optional(), upload: blockRules.optional() });
const blockList = z
  .strictObject({ task: downloads.optional(), persistentTask: both.optional(), persistentCacheTask: both.optional() })
  .default({});

/** What an administrator may set of a cluster; ranges as Dragonfly's manager has them. */
export const clusterSettings = z.strictObject({
  name: text(256).min(1),
  bio: text(1024).default(''),
  isDefault: z.boolean().default(false),
  candidateParentLimit: z.int().min(1).max(20).default(3),
  filterParentLimit: z.int().min(10).max(1000).default(15),
  jobRateLimit: z.int().min(1).max(1_000_000).default(10),
  peerLoadLimit: z.int().min(1).max(2000).default(200),
  seedPeerLoadLimit: z.int().min(1).max(50_000).default(2000),
  peerBlockList: blockList,
  seedPeerBlockList: blockList,
  scopes: z
    .strictObject({ idc: text(1024).default(''), location: text(1024).default(''), cidrs, hostnames: patterns })
    .prefault({}),
});

export type ClusterSettings = z.output<typeof clusterSettings>;

/** The settings of a cluster as they are kept. */
export function settingsOf({ id: _, ...record }: ClusterRecord): ClusterSettings {
  return clusterSettings.parse(record);
}

/** A change to some settings: fields left out stay; a nested value is replaced whole. Nothing has a default here. */
export const clusterChange = z.strictObject({
  name: clusterSettings.shape.name.optional(),
  bio: text(1024).optional(),
  isDefault: z.boolean().optional(),
  candidateParentLimit: z.int().min(1).max(20).optional(),
  filterParentLimit: z.int().min(10).max(1000).optional(),
  jobRateLimit: z.int().min(1).max(1_000_000).optional(),
  peerLoadLimit: z.int().min(1).max(2000).optional(),
  seedPeerLoadLimit: z.int().min(1).max(50_000).optional(),
  peerBlockList: blockList.unwrap().optional(),
  seedPeerBlockList: blockList.unwrap().optional(),
  scopes: clusterSettings.shape.scopes.unwrap().optional(),
});

export type ClusterChange = z.output<typeof clusterChange>;
