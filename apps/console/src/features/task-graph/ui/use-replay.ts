'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { GraphStore } from '../model/graph-store.ts';
import type { RecordingSource } from '../model/recording-source.ts';
import { Replay, type ReplayState } from '../model/replay.ts';

const none: ReplayState = {
  ...{ range: undefined, atMs: undefined, playing: false, speed: 1, loading: false, problem: '' },
};
const neverChanges = () => () => undefined;
const noState = () => none;

/** The player of a task's recording; `undefined` without a source. `at` is where it starts, if in the past. */
export function useReplay(
  store: GraphStore,
  source: RecordingSource | undefined,
  at: number | undefined,
): { readonly replay: Replay | undefined; readonly state: ReplayState } {
  const [replay, setReplay] = useState<Replay>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `at` is where it starts; later the player says where it is
  useEffect(() => {
    if (source === undefined) return;
    const made = new Replay({ store, source });
    setReplay(made);
    made.open();
    if (at !== undefined) void made.seek(at);
    return () => {
      setReplay(undefined);
      made.close();
    };
  }, [store, source]);
  const state = useSyncExternalStore(replay?.subscribe ?? neverChanges, replay?.state ?? noState, noState);
  return { replay, state };
}
