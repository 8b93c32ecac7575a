import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>['clusters'];
type Inputs = inferRouterInputs<AppRouter>['clusters'];

/** A cluster's settings as they are in force, with their revision. */
export type ClusterInForce = Outputs['settings'];
export type ClusterSettings = ClusterInForce['settings'];
export type Revision = Outputs['history'][number];
export type Landing = Outputs['landings'][number];
export type BlockPreview = Outputs['blockPreview'];
export type BlockFamily = Inputs['blockPreview']['family'];

export type BlockList = ClusterSettings['peerBlockList'];
export type BlockRules = NonNullable<NonNullable<BlockList['task']>['download']>;

/** One place in a block list: the kind of task, and whether it is fetched or handed in. */
export interface BlockPlace {
  readonly family: BlockFamily;
  readonly direction: 'download' | 'upload';
}

/** In the order in which they are shown. Plain tasks are never handed in. */
export const blockPlaces: readonly BlockPlace[] = [
  { family: 'task', direction: 'download' },
  { family: 'persistentTask', direction: 'download' },
  { family: 'persistentTask', direction: 'upload' },
  { family: 'persistentCacheTask', direction: 'download' },
  { family: 'persistentCacheTask', direction: 'upload' },
];

export const noRules: BlockRules = { applications: [], urls: [], tags: [], priorities: [] };

export const rulesAt = (list: BlockList, { family, direction }: BlockPlace): BlockRules => {
  const part: Readonly<Partial<Record<BlockPlace['direction'], BlockRules | undefined>>> | undefined = list[family];
  return part?.[direction] ?? noRules;
};

/** How many rules there are. */
export const countOf = ({ applications, urls, tags, priorities }: BlockRules): number =>
  applications.length + urls.length + tags.length + priorities.length;

/** The list with other rules in one place; a place without rules is left out, as nothing is blocked there. */
export function withRules(list: BlockList, { family, direction }: BlockPlace, rules: BlockRules): BlockList {
  const part = { ...list[family], [direction]: countOf(rules) === 0 ? undefined : rules };
  const filled = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
  const { [family]: _, ...rest } = list;
  return Object.keys(filled).length === 0 ? rest : { ...rest, [family]: filled };
}

/** What a new cluster begins with; the limits are Dragonfly's. */
export const newSettings: ClusterSettings = {
  ...{ name: '', bio: '', isDefault: false, candidateParentLimit: 3, filterParentLimit: 15, jobRateLimit: 10 },
  ...{ peerLoadLimit: 200, seedPeerLoadLimit: 2000, peerBlockList: {}, seedPeerBlockList: {} },
  scopes: { idc: '', location: '', cidrs: [], hostnames: [] },
};

/** The limits of a cluster with the least and the most that each may be. */
export const limits = {
  candidateParentLimit: [1, 20],
  filterParentLimit: [10, 1000],
  peerLoadLimit: [1, 2000],
  seedPeerLoadLimit: [1, 50_000],
  jobRateLimit: [1, 1_000_000],
} as const satisfies Partial<Record<keyof ClusterSettings, readonly [number, number]>>;
export type LimitName = keyof typeof limits;
export const limitNames = Object.keys(limits).filter((name): name is LimitName => Object.hasOwn(limits, name));
