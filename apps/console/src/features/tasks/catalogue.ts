import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

/** A task as the schedulers of a cluster last knew it. */
export type CataloguedTask = inferRouterOutputs<AppRouter>['tasks']['search']['items'][number];
type Search = inferRouterInputs<AppRouter>['tasks']['search'];
export type TaskOrder = NonNullable<Search['order']>;
export type TaskKind = NonNullable<Search['kind']>;
type CatalogueFilter = Pick<Search, 'search' | 'state' | 'kind' | 'clusterId'>;

export const taskKinds: readonly TaskKind[] = ['standard', 'cache', 'persistent', 'persistent_cache'];
const taskOrders: readonly TaskOrder[] = ['updatedAt', 'heat', 'contentLength', 'replicas'];
const states: readonly CataloguedTask['state'][] = ['pending', 'running', 'succeeded', 'failed'];

/** What the catalogue is searched for, as an address says it; unknown words narrow nothing. */
export function catalogueFilter(get: (name: string) => string, clusterId: number | undefined): CatalogueFilter {
  const search = get('q').trim();
  const state = states.find((known) => known === get('state'));
  const kind = taskKinds.find((known) => known === get('kind'));
  return {
    ...(search !== '' && { search }),
    ...(state && { state }),
    ...(kind && { kind }),
    ...(clusterId !== undefined && { clusterId }),
  };
}

/** What the catalogue is ordered by, the greatest first. */
export const orderOf = (text: string): TaskOrder => taskOrders.find((known) => known === text) ?? 'updatedAt';

/** What is left of a task's life, milliseconds; nothing when it has no end or is over. */
export function lifeLeftMs({ expiresAt }: Pick<CataloguedTask, 'expiresAt'>, nowMs: number): number | undefined {
  const leftMs = (expiresAt?.getTime() ?? 0) - nowMs;
  return leftMs > 0 ? leftMs : undefined;
}

/** How much of all that was moved for it came from peers, 0 to 1; nothing before the first byte. */
export function peerShare({ sourceBytes, peerBytes }: Pick<CataloguedTask, 'sourceBytes' | 'peerBytes'>) {
  return sourceBytes + peerBytes === 0 ? undefined : peerBytes / (sourceBytes + peerBytes);
}
