'use client';
import type { PeerId } from '@damselfly/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Counters } from '../model/counters.ts';
import type { GraphStore } from '../model/graph-store.ts';
import { peerStates } from '../model/peer-state.ts';
import { summaryOf } from '../model/summary.ts';
import { type WalkDirection, walk } from '../model/walk.ts';
import { GraphView, type Hovered } from '../view/graph-view.ts';
import styles from './graph-pane.module.css';
import { Legend } from './legend.tsx';
import { PeerTip } from './peer-tip.tsx';
import type { StateFilter } from './state-filter.ts';
import { useWords } from './use-words.ts';
import { ZoomControls } from './zoom-controls.tsx';

interface GraphPaneProps {
  readonly store: GraphStore;
  readonly counters: Counters;
  readonly filter: StateFilter;
  readonly selected: PeerId | undefined;
  readonly pinned: readonly PeerId[];
  readonly onSelect: (peer: PeerId | undefined) => void;
}

const panPx = 80;
const zoomStep = 1.4;

const directions: Readonly<Record<string, WalkDirection>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** The canvas with what floats on it, and its keys. */
export function GraphPane({ store, counters, filter, selected, pinned, onSelect }: GraphPaneProps) {
  const words = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<GraphView>();
  const [hovered, setHovered] = useState<Hovered>();
  const [following, setFollowing] = useState(true);
  const spoken = useRef(words);
  const pickedHere = useRef<PeerId>(undefined);
  const select = useMemo(
    () => (peer: PeerId | undefined) => {
      pickedHere.current = peer;
      onSelect(peer);
    },
    [onSelect],
  );

  useEffect(() => {
    if (canvas.current === null) return;
    const made = new GraphView({
      canvas: canvas.current,
      store,
      words: spoken.current,
      onHover: setHovered,
      onSelect: select,
      onFollow: setFollowing,
    });
    setView(made);
    return () => {
      setView(undefined);
      made.destroy();
    };
  }, [store, select]);
  useEffect(() => {
    spoken.current = words;
    view?.speak(words);
  }, [view, words]);
  useEffect(() => {
    view?.select(selected, selected !== pickedHere.current);
  }, [view, selected]);
  useEffect(() => view?.pin(pinned), [view, pinned]);
  useEffect(() => {
    const { hidden } = filter;
    view?.filter(hidden.size === 0 ? undefined : new Set(peerStates.filter((state) => !hidden.has(state))));
  }, [view, filter]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (view !== undefined && handleKey(event, { view, store, selected, onSelect })) event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would claim form controls
    <div
      className={styles.pane}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the graph from here
      tabIndex={0}
      aria-label={words.t.pane.label}
      onKeyDown={onKeyDown}
    >
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={summaryOf(counters, words)} />
      {hovered !== undefined && <PeerTip store={store} hovered={hovered} />}
      <Legend counters={counters} filter={filter} scale={store.scene.scale} />
      <ZoomControls
        following={following}
        onZoom={(inwards) => view?.zoomBy(inwards ? zoomStep : 1 / zoomStep)}
        onFit={() => view?.fit()}
      />
    </div>
  );
}

interface KeyContext {
  readonly view: GraphView;
  readonly store: GraphStore;
  readonly selected: PeerId | undefined;
  readonly onSelect: (peer: PeerId | undefined) => void;
}

/** True when the key was ours. */
function handleKey(event: KeyboardEvent, { view, store, selected, onSelect }: KeyContext): boolean {
  const direction = directions[event.key];
  if (direction !== undefined) {
    if (selected === undefined || event.shiftKey) view.panBy(...panFor(direction));
    else moveSelection(direction);
    return true;
  }
  switch (event.key) {
    case '+':
    case '=':
      view.zoomBy(zoomStep);
      return true;
    case '-':
      view.zoomBy(1 / zoomStep);
      return true;
    case '0':
      view.fit();
      return true;
    case 'Enter':
      if (event.target !== event.currentTarget) return false;
      if (selected === undefined) moveSelection('down');
      return true;
    case 'Escape':
      onSelect(undefined);
      return true;
    default:
      return false;
  }

  function moveSelection(to: WalkDirection): void {
    const from = selected === undefined ? undefined : store.scene.slotOf(selected);
    const next = walk(store.scene, store.layout, from, to);
    const peer = next === undefined ? undefined : store.scene.peers[next]?.peer;
    if (peer !== undefined) onSelect(peer);
  }
}

function panFor(direction: WalkDirection): [dx: number, dy: number] {
  switch (direction) {
    case 'up':
      return [0, panPx];
    case 'down':
      return [0, -panPx];
    case 'left':
      return [panPx, 0];
    case 'right':
      return [-panPx, 0];
    default:
      return direction satisfies never;
  }
}
