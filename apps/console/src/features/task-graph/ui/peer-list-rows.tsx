// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which takes a table its semantics; roles keep them
import type { PeerId } from '@damselfly/core';
import { ChevronRight } from 'lucide-react';
import type { GraphStore } from '../model/graph-store.ts';
import { levelName, type OutlineRow } from '../model/outline.ts';
import { ratesOf } from '../model/peer-detail.ts';
import styles from './peer-list.module.css';
import { StateMark } from './state-mark.tsx';
import { useWords } from './use-words.ts';

export const columns = [
  { name: 'host', end: false },
  { name: 'state', end: false },
  { name: 'progress', end: false },
  { name: 'down', end: true },
  { name: 'parents', end: true },
  { name: 'children', end: true },
] as const;

/** What a row is told by the list around it. */
export interface RowFrame {
  readonly id: string;
  readonly rowIndex: number;
  readonly top: number;
  readonly active: boolean;
  readonly onPick: () => void;
}

interface LevelRowProps {
  readonly row: Extract<OutlineRow, { kind: 'level' }>;
  readonly frame: RowFrame;
}

export function LevelRow({ row, frame }: LevelRowProps) {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it owns the keys
    <div
      id={frame.id}
      role="row"
      tabIndex={-1}
      className={`${styles.row} ${styles.level} ${frame.active ? styles.active : ''}`}
      style={{ transform: `translateY(${frame.top}px)` }}
      aria-level={1}
      aria-expanded={row.open}
      aria-rowindex={frame.rowIndex}
      onClick={frame.onPick}
    >
      <span role="gridcell" tabIndex={-1} className={styles.host}>
        <ChevronRight size={14} aria-hidden className={row.open ? styles.opened : undefined} />
        {levelName(row.level, words)}
        <small>{words.t.peers(row.count, words.format.number(row.count))}</small>
      </span>
    </div>
  );
}

interface PeerRowProps {
  readonly store: GraphStore;
  readonly row: Extract<OutlineRow, { kind: 'peer' }>;
  readonly frame: RowFrame;
  readonly selected: PeerId | undefined;
}

export function PeerRow({ store, row, frame, selected }: PeerRowProps) {
  const { t, format } = useWords();
  const { scene } = store;
  const node = scene.peers[row.slot];
  if (node === undefined) return null;
  const progress = scene.progress[row.slot] ?? 0;
  const { inBps } = ratesOf(store, row.slot);
  const chosen = node.peer === selected;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it owns the keys
    <div
      id={frame.id}
      role="row"
      tabIndex={-1}
      className={`${styles.row} ${frame.active ? styles.active : ''} ${chosen ? styles.chosen : ''}`}
      style={{ transform: `translateY(${frame.top}px)` }}
      aria-level={2}
      aria-rowindex={frame.rowIndex}
      aria-selected={chosen}
      onClick={frame.onPick}
    >
      <span role="gridcell" tabIndex={-1} className={`${styles.host} ${styles.inset}`}>
        <StateMark state={node.state} seed={node.kind === 'seed'} />
        <span title={node.hostname}>{node.hostname}</span>
      </span>
      <span role="gridcell" tabIndex={-1} title={node.reason}>
        {t.state[node.state]}
      </span>
      <span role="gridcell" tabIndex={-1} className={styles.progress}>
        <span className={`${styles.bar} ${styles[node.state]}`}>
          <span style={{ width: `${progress * 100}%` }} />
        </span>
        {format.percent(progress)}
      </span>
      <span role="gridcell" tabIndex={-1} className={styles.end}>
        {inBps > 0 ? format.rate(inBps) : '–'}
      </span>
      <span role="gridcell" tabIndex={-1} className={styles.end}>
        {format.number(scene.edges.into(row.slot).length)}
      </span>
      <span role="gridcell" tabIndex={-1} className={styles.end}>
        {format.number(scene.edges.outOf(row.slot).length)}
      </span>
    </div>
  );
}
