import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>['clusters'];

/** A cluster in numbers, as the console tells it. */
export type ClusterSummary = Outputs['list'][number];
/** A cluster with everybody in it. */
export type ClusterDetails = Outputs['byId'];
export type SchedulerInfo = ClusterDetails['schedulers'][number];
export type ClusterHost = ClusterDetails['peers'][number];
