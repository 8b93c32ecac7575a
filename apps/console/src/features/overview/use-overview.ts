'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import { callFailure, useFeed, useTRPC } from '../connection/index.ts';

/** The whole system in numbers, as the console tells it. */
export type Overview = inferRouterOutputs<AppRouter>['overview']['summary'];

/** The system in numbers. Fresh while `useOverviewFeed` runs somewhere above. */
export function useOverview() {
  const trpc = useTRPC();
  return useQuery(trpc.overview.summary.queryOptions());
}

/** Keeps the numbers fresh for the whole page; one such feed a page is enough. */
export function useOverviewFeed(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { error } = useOverview();
  const allowed = error === null || callFailure(error).code !== 'forbidden';
  useFeed(
    trpc.overview.watch.subscriptionOptions(undefined, {
      enabled: allowed,
      onData: (overview) => queryClient.setQueryData(trpc.overview.summary.queryKey(), overview),
    }),
  );
}
