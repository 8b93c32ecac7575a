'use client';
import { useState } from 'react';
import { useFeed, useTRPC } from '../connection/index.ts';
import type { PreheatItem, PreheatJob } from './preheat.ts';

/** A job and all its items, as the last update left them. */
export interface Followed {
  readonly job: PreheatJob;
  readonly counts: Readonly<Record<PreheatItem['state'], number>>;
  readonly items: readonly PreheatItem[];
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Follows a job while the tab is in sight: each update brings only the items that changed. */
export function useJob(id: number): {
  readonly followed: Followed | undefined;
  readonly error: unknown;
  readonly retry: () => void;
} {
  const trpc = useTRPC();
  const [followed, setFollowed] = useState<Followed>();
  const [error, setError] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  useFeed(
    trpc.jobs.watch.subscriptionOptions(
      { id },
      {
        enabled: turn >= 0 && followed?.job.finishedAt == null,
        onData: ({ items, ...update }) => {
          setError(undefined);
          setFollowed((before) => ({ ...update, items: merged(before?.items ?? [], items) }));
        },
        onError: (thrown) => setError(thrown),
      },
    ),
  );
  return { followed, error, retry: () => setTurn((before) => before + 1) };
}

/** The items with those that changed in their place; new ones at the end. */
function merged(items: readonly PreheatItem[], changed: readonly PreheatItem[]): readonly PreheatItem[] {
  if (changed.length === 0) return items;
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const item of changed) byId.set(item.id, item);
  return [...byId.values()];
}
