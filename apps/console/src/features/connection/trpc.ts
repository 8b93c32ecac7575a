'use client';
import { createContext, useContext } from 'react';
import { type ApiClient, createApiClient, createApiLine } from './api/api-client.ts';
import { type ApiOptions, createApiOptions } from './api/api-options.ts';

interface Api {
  readonly client: ApiClient;
  readonly options: ApiOptions;
}

/** The console's API: calls in batches, subscriptions as server-sent events. */
export function createApi(): Api {
  const line = createApiLine('/api/trpc');
  return { client: createApiClient(line), options: createApiOptions(line) };
}

export const ApiContext = createContext<Api | undefined>(undefined);

function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === undefined) throw new Error('the API needs a ConnectionProvider above');
  return api;
}

/** Options for TanStack's hooks: `useQuery(trpc.tasks.list.queryOptions(input))`. */
export const useTRPC = (): ApiOptions => useApi().options;

/** The API for calls outside of hooks: `client.tasks.list.query(input)`. */
export const useTRPCClient = (): ApiClient => useApi().client;
