'use client';
import type { TaskId } from '@damselfly/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Counters } from '../model/counters.ts';
import { follow } from '../model/follow.ts';
import type { TaskGraphSource } from '../model/graph-source.ts';
import { GraphStore } from '../model/graph-store.ts';

/** A store that follows a source while the component is mounted and not paused. Resuming takes a fresh snapshot. */
export function useGraphStore(task: TaskId, source: TaskGraphSource, paused: boolean): GraphStore {
  const [store] = useState(() => new GraphStore({ task }));
  useEffect(() => {
    if (paused) {
      store.setConnection('paused');
      return;
    }
    const stop = new AbortController();
    store.setConnection('connecting');
    void follow({ source, store, signal: stop.signal });
    return () => {
      stop.abort();
      store.dispose();
    };
  }, [store, source, paused]);
  return store;
}

/** A number that changes with every publication, at most four times a second: read the store itself after it. */
export const useRevision = (store: GraphStore): number =>
  useSyncExternalStore(store.subscribe, store.revision, store.revision);

/** The counters; renders anew with every publication, also when only the connection changed. */
export function useCounters(store: GraphStore): Counters {
  useRevision(store);
  return store.counters();
}
