'use client';
import { hashKey, useQueryClient } from '@tanstack/react-query';
import type { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useId, useRef } from 'react';
import { callFailure, passes } from './call-failure.ts';
import { useConnectionStatus } from './connection-provider.tsx';
import { usePageVisible } from './use-page-visible.ts';

const firstRetryMs = 500;
const longestRetryMs = 8000;

type FeedOptions<TData, TError> = Parameters<typeof useSubscription<TData, TError>>[0];
type FeedData<TData> = Parameters<NonNullable<FeedOptions<TData, unknown>['onData']>>[0];

/**
 * Keeps a subscription open while the tab is in sight: browsers allow six connections to one host, for all tabs
 * together. A broken line is tried again until it holds; then everything on the page is read anew. `onError` hears what
 * the console told, never of a line that broke.
 */
export function useFeed<TData, TError>(options: FeedOptions<TData, TError>): void {
  const id = useId();
  const status = useConnectionStatus();
  const queryClient = useQueryClient();
  const enabled = usePageVisible() && options.enabled;
  const key = hashKey(options.queryKey ?? []);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says whether it is another subscription
  useEffect(() => {
    if (!enabled) return;
    let failures = 0;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let open = begin();
    function begin() {
      status.report(id, failures === 0 ? 'opening' : 'broken');
      const handlers = {
        onStarted() {
          if (failures > 0) void queryClient.invalidateQueries();
          failures = 0;
          status.report(id, 'live');
        },
        onData: (data: FeedData<TData>) => latest.current.onData?.(data),
        onError(error: TError) {
          if (!passes(callFailure(error))) latest.current.onError?.(error);
          again();
        },
        onComplete: again,
      };
      return latest.current.subscribe(handlers);
    }
    function again() {
      failures += 1;
      status.report(id, 'broken');
      // A session that ended shows in the answer to a call, never in the stream's.
      void queryClient.invalidateQueries({ refetchType: 'active' });
      const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1));
      retry = setTimeout(() => {
        open = begin();
      }, waitMs);
    }
    return () => {
      clearTimeout(retry);
      open.unsubscribe();
      status.forget(id);
    };
  }, [enabled, key, id, status, queryClient]);
}
