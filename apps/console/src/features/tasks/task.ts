import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

/** A task in numbers, as the console tells it. */
export type Task = inferRouterOutputs<AppRouter>['tasks']['byId'];
