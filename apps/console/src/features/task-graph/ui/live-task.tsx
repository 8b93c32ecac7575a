'use client';

import type { PeerId, PeerState, TaskFacts, TaskId } from '@damselfly/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TaskGraphSource } from '../model/graph-source.ts';
import type { RecordingSource } from '../model/recording-source.ts';
import { EmptyGraph } from './empty-graph.tsx';
import { GraphPane } from './graph-pane.tsx';
import { Inspector } from './inspector.tsx';
import { LiveRegion } from './live-region.tsx';
import styles from './live-task.module.css';
import { PeerList } from './peer-list.tsx';
import { PinStrip } from './pin-strip.tsx';
import { TaskHeader } from './task-header.tsx';
import { TimeBar } from './time-bar.tsx';
import { useCollapsed } from './use-collapsed.ts';
import { useCounters, useFollow, useGraphStore } from './use-graph-store.ts';
import { useReplay } from './use-replay.ts';
import { useWords } from './use-words.ts';
import type { ViewMode } from './view-switch.tsx';

interface LiveTaskProps {
  readonly task: TaskId;
  /**
   * Where the graph comes from; absent when nobody tracks the task any more. Keep its identity between renders: another
   * source is watched anew.
   */
  readonly source?: TaskGraphSource | undefined;
  /** Where its past comes from. Keep its identity, too. */
  readonly recording?: RecordingSource | undefined;
  /** The recorded instant to begin with, milliseconds since 1970; absent: the present. */
  readonly at?: number | undefined;
  /** Hears where in the past one stands once it holds still; `undefined` for the present. */
  readonly onAt?: (at: number | undefined) => void;
  /** The page that tells of one peer's download. */
  readonly hrefOf?: ((peer: PeerId) => string) | undefined;
  /** What the page knows of the task already; shown until the source tells more. */
  readonly facts?: TaskFacts | undefined;
}

const narrowPx = 700;
const mostPinned = 8;

interface Grouping {
  readonly on: boolean;
  readonly expanded: ReadonlySet<string>;
}

/**
 * A task's swarm as it moves: the graph of its peers, and the same as a list. Fills its parent, whose height must be
 * set. Colours are the tokens of `src/ui/tokens.css`.
 */
export function LiveTask(props: LiveTaskProps) {
  return <LiveTaskView key={props.task} {...props} />;
}

function LiveTaskView({ task, source, recording, at, onAt, hrefOf, facts }: LiveTaskProps) {
  const [paused, setPaused] = useState(false);
  const [selected, setSelected] = useState<PeerId>();
  const [hidden, setHidden] = useState<ReadonlySet<PeerState>>(new Set());
  const [chosenMode, setMode] = useState<ViewMode>();
  const { t } = useWords();
  const narrow = useNarrow();
  const [grouping, setGrouping] = useState<Grouping>({ on: false, expanded: new Set() });
  const [pinned, setPinned] = useState<readonly PeerId[]>([]);
  const store = useGraphStore(task);
  const { shown, groups } = useCollapsed(task, store, grouping);
  const { replay, state: past } = useReplay(store, recording, at);
  // Until the player is there, the address alone knows that this is the past.
  const travelling = past.atMs !== undefined || (replay === undefined && recording !== undefined && at !== undefined);
  useFollow(store, source, travelling ? 'past' : paused ? 'paused' : 'live');
  useTold(past.playing ? 'moving' : past.atMs, onAt);
  const counters = useCounters(store);
  const mode = chosenMode ?? (narrow ? 'list' : 'graph');
  const known = counters.facts ?? facts;
  const toggleState = useCallback((state: PeerState) => setHidden((before) => toggled(before, state)), []);
  const filter = useMemo(
    () => ({ hidden, toggle: toggleState, clear: () => setHidden(new Set()) }),
    [hidden, toggleState],
  );
  const togglePin = (peer: PeerId) =>
    setPinned((before) =>
      before.includes(peer) ? before.filter((one) => one !== peer) : [...before, peer].slice(-mostPinned),
    );
  const expand = (idc: string) => {
    setSelected(undefined);
    setGrouping(({ on, expanded }) => ({ on, expanded: new Set([...expanded, idc]) }));
  };
  /** Chooses a peer, also one whose IDC is drawn as one. */
  const find = (peer: PeerId) => {
    const idc = store.graph.peers.get(peer)?.idc;
    if (grouping.on && idc !== undefined) expand(idc);
    setSelected(peer);
  };
  const empty = counters.peers === 0 && store.connection !== 'connecting';

  return (
    <section className={styles.root} aria-label={t.live}>
      <TaskHeader
        {...{ store, counters, mode, paused, onSelect: find, onMode: setMode }}
        grouped={grouping.on}
        onGrouped={(on) => {
          setSelected(undefined);
          setGrouping({ on, expanded: new Set() });
        }}
        onPause={recording === undefined ? setPaused : undefined}
      />
      <div className={styles.body}>
        {mode !== 'list' && (
          <div className={styles.graph}>
            <GraphPane {...{ store: shown, counters, filter, selected, pinned, onSelect: setSelected }} />
            <PinStrip {...{ store, pinned, onSelect: find, onUnpin: togglePin }} />
            {empty && <EmptyGraph connection={store.connection} url={known?.url} />}
          </div>
        )}
        {mode !== 'graph' && (
          <div className={`${styles.list} ${mode === 'both' ? styles.beside : ''}`}>
            <PeerList {...{ store: shown, filter, selected, counters, onSelect: setSelected }} />
          </div>
        )}
        {selected !== undefined && (
          <Inspector
            {...{ store: shown, peer: selected, hrefOf, onSelect: setSelected }}
            group={groups.get(selected)}
            onExpand={expand}
            pinned={pinned.includes(selected)}
            onPin={() => togglePin(selected)}
          />
        )}
      </div>
      {replay !== undefined && <TimeBar replay={replay} state={past} live={source !== undefined} />}
      <LiveRegion store={store} counters={counters} />
    </section>
  );
}

function toggled(before: ReadonlySet<PeerState>, state: PeerState): ReadonlySet<PeerState> {
  const after = new Set(before);
  if (!after.delete(state)) after.add(state);
  return after;
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    const query = matchMedia(`(max-width: ${narrowPx}px)`);
    const apply = () => setNarrow(query.matches);
    apply();
    query.addEventListener('change', apply);
    return () => query.removeEventListener('change', apply);
  }, []);
  return narrow;
}

const settledAfterMs = 300;

/** Tells where one stands once it has not changed for a moment; the first look is told by nobody. */
function useTold(at: number | undefined | 'moving', onAt: LiveTaskProps['onAt']): void {
  const told = useRef<number>(undefined);
  useEffect(() => {
    if (at === 'moving' || at === told.current) return;
    const timer = setTimeout(() => {
      told.current = at;
      onAt?.(at === undefined ? undefined : Math.round(at));
    }, settledAfterMs);
    return () => clearTimeout(timer);
  }, [at, onAt]);
}
