'use client';
import type { TaskId } from '@damselfly/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { workerPlanner } from '../layout/worker-planner.ts';
import type { Counters } from '../model/counters.ts';
import { follow } from '../model/follow.ts';
import type { TaskGraphSource } from '../model/graph-source.ts';
import { GraphStore } from '../model/graph-store.ts';

/** One task's store, for as long as the component is mounted. */
export function useGraphStore(task: TaskId): GraphStore {
  const [store] = useState(() => new GraphStore({ task, planner: workerPlanner() }));
  useEffect(() => () => store.dispose(), [store]);
  return store;
}

/** `live` follows the source, `paused` holds the picture, `past` leaves the store to a replay. */
export type Following = 'live' | 'paused' | 'past';

/** Feeds a store from a source while `following` says so. Resuming takes a fresh snapshot. */
export function useFollow(store: GraphStore, source: TaskGraphSource | undefined, following: Following): void {
  useEffect(() => {
    if (following === 'paused') store.setConnection('paused');
    if (following === 'live' && source === undefined) store.setConnection('gone');
    if (following !== 'live' || source === undefined) return;
    const stop = new AbortController();
    store.setConnection('connecting');
    void follow({ source, store, signal: stop.signal });
    return () => stop.abort();
  }, [store, source, following]);
}

/** A number that changes with every publication, at most four times a second: read the store itself after it. */
export const useRevision = (store: GraphStore): number =>
  useSyncExternalStore(store.subscribe, store.revision, store.revision);

/** The counters; renders anew with every publication, also when only the connection changed. */
export function useCounters(store: GraphStore): Counters {
  useRevision(store);
  return store.counters();
}
