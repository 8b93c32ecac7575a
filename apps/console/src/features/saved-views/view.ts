import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type SavedView = inferRouterOutputs<AppRouter>['savedViews']['list'][number];

/** What stands open for a moment is no part of a view. */
const passing = new Set(['open', 'event', 'deliveries', 'quota']);

/** The part of an address that a view keeps, its names in order, so that two that show the same are the same. */
export function viewQuery(query: string): string {
  const kept = [...new URLSearchParams(query)].filter(([name, value]) => !passing.has(name) && value !== '');
  return new URLSearchParams(kept.sort(([a], [b]) => a.localeCompare(b))).toString();
}

/** The views of a menu: the own ones, then what others share; each by name. */
export function grouped(views: readonly SavedView[]): {
  readonly own: readonly SavedView[];
  readonly shared: readonly SavedView[];
} {
  const sorted = [...views].sort((a, b) => a.name.localeCompare(b.name));
  return { own: sorted.filter(({ own }) => own), shared: sorted.filter(({ own }) => !own) };
}
