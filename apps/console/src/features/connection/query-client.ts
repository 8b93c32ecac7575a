import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { type CallFailure, callFailure, passes } from './call-failure.ts';

const longestRetryMs = 8000;

/** Holds what the page has read. `onFailure` hears of every call that failed for good. */
export function createQueryClient(onFailure: (failure: CallFailure) => void): QueryClient {
  const tell = (error: unknown) => onFailure(callFailure(error));
  // A form says itself what it was refused for, all but this.
  const tellOfEnd = (error: unknown) => {
    if (callFailure(error).code === 'unauthenticated') tell(error);
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: tell }),
    mutationCache: new MutationCache({ onError: tellOfEnd }),
    defaultOptions: {
      queries: {
        staleTime: 1000,
        // The address of the console is often loopback: being offline says nothing about it.
        networkMode: 'always',
        retry: (count, error) => passes(callFailure(error)) && count < 3,
        retryDelay: (count) => Math.min(longestRetryMs, 500 * 2 ** count),
      },
      mutations: { networkMode: 'always' },
    },
  });
}
