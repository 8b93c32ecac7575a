'use client';
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import superjson from 'superjson';
import type { AppRouter } from '../../server/trpc/router.ts';

const url = '/api/trpc';
/** The server answers at most so many calls in one request. */
const maxItems = 20;

/** A client of the console's API: calls in batches, subscriptions as server-sent events that reconnect by themselves. */
export const createApiClient = () =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: httpBatchStreamLink({ url, transformer: superjson, maxItems }),
      }),
    ],
  });

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
