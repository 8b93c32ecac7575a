'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import { callFailure, useFeed, useTRPC } from '../connection/index.ts';

/** The whole system in numbers, as the console tells it. */
export type Overview = inferRouterOutputs<AppRouter>['overview']['summary'];

const inputOf = (clusterId: number | undefined) => (clusterId === undefined ? undefined : { clusterId });

/** The system in numbers, or one cluster of it. Fresh while `useOverviewFeed` runs somewhere above for the same. */
export function useOverview(clusterId?: number) {
  const trpc = useTRPC();
  return useQuery(trpc.overview.summary.queryOptions(inputOf(clusterId), { placeholderData: keepPreviousData }));
}

/** Keeps the numbers fresh for the whole page; one such feed a page is enough. */
export function useOverviewFeed(clusterId?: number): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const input = inputOf(clusterId);
  const { error } = useOverview(clusterId);
  const allowed = error === null || callFailure(error).code !== 'forbidden';
  useFeed(
    trpc.overview.watch.subscriptionOptions(input, {
      enabled: allowed,
      onData: (overview) => queryClient.setQueryData(trpc.overview.summary.queryKey(input), overview),
    }),
  );
}
