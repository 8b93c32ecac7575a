'use client';
import type { PeerId, TaskId } from '@damselfly/core';
import { useEffect, useState } from 'react';
import { collapseGraph, type IdcGroup } from '../model/collapse.ts';
import { GraphStore } from '../model/graph-store.ts';

const noGroups: ReadonlyMap<PeerId, IdcGroup> = new Map();

interface Collapsed {
  /** What is drawn: the store itself, or one in which IDCs are single peers. */
  readonly shown: GraphStore;
  readonly groups: ReadonlyMap<PeerId, IdcGroup>;
}

/** Draws the IDCs of a store together, but those in `expanded`; follows the store as often as it publishes. */
export function useCollapsed(
  task: TaskId,
  base: GraphStore,
  { on, expanded }: { readonly on: boolean; readonly expanded: ReadonlySet<string> },
): Collapsed {
  const [collapsed, setCollapsed] = useState<Collapsed>();
  useEffect(() => {
    if (!on) return;
    const store = new GraphStore({ task });
    const follow = () => {
      const nowMs = base.nowMs();
      const { graph, groups } = collapseGraph(base.graph, (idc) => !expanded.has(idc), nowMs);
      store.travelTo(nowMs);
      store.replace(graph);
      store.setConnection(base.connection, base.problem);
      setCollapsed({ shown: store, groups });
    };
    follow();
    const stop = base.subscribe(follow);
    return () => {
      stop();
      store.dispose();
      setCollapsed(undefined);
    };
  }, [task, base, on, expanded]);
  return (on ? collapsed : undefined) ?? { shown: base, groups: noGroups };
}
