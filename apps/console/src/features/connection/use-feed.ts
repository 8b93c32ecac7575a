'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useId, useRef } from 'react';
import { useConnectionStatus } from './connection-provider.tsx';
import { usePageVisible } from './use-page-visible.ts';

const firstRetryMs = 500;
const longestRetryMs = 8000;

type FeedOptions<TData, TError> = Parameters<typeof useSubscription<TData, TError>>[0];

/**
 * Keeps a subscription open while the tab is in sight: browsers allow six connections to one host, for all tabs
 * together. A broken line is tried again until it holds; then everything on the page is read anew.
 */
export function useFeed<TData, TError>(options: FeedOptions<TData, TError>): void {
  const id = useId();
  const status = useConnectionStatus();
  const visible = usePageVisible();
  const queryClient = useQueryClient();
  const failures = useRef(0);
  const enabled = options.enabled && visible;
  const feed = useSubscription<TData, TError>({ ...options, enabled });
  const { status: state, error, reset } = feed;

  useEffect(() => {
    if (!enabled) return;
    if (state === 'pending') {
      if (failures.current > 0) void queryClient.invalidateQueries();
      failures.current = 0;
      status.report(id, 'live');
      return;
    }
    if (state === 'connecting' && error === null) {
      status.report(id, failures.current === 0 ? 'opening' : 'broken');
      return;
    }
    failures.current += 1;
    status.report(id, 'broken');
    // While it connects, the browser tries again by itself; what failed for good or ended has to be opened anew.
    if (state === 'connecting') return;
    // A session that ended shows in the answer to a call, never in the stream's.
    void queryClient.invalidateQueries({ refetchType: 'active' });
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures.current - 1));
    const timer = setTimeout(reset, waitMs);
    return () => clearTimeout(timer);
  }, [enabled, state, error, reset, id, status, queryClient]);

  useEffect(() => () => status.forget(id), [id, status]);
}
