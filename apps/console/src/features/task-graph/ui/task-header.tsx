import { formatBytes, formatRate, type PeerId } from '@damselfly/core';
import { Pause, Play } from 'lucide-react';
import { type Counters, originShare } from '../model/counters.ts';
import type { GraphStore } from '../model/graph-store.ts';
import { formatCount, formatShare } from '../model/numbers.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import { HostSearch } from './host-search.tsx';
import styles from './task-header.module.css';
import { type ViewMode, ViewSwitch } from './view-switch.tsx';

interface TaskHeaderProps {
  readonly store: GraphStore;
  readonly counters: Counters;
  readonly mode: ViewMode;
  readonly paused: boolean;
  readonly onMode: (mode: ViewMode) => void;
  /** Absent where a time bar holds the picture. */
  readonly onPause?: ((paused: boolean) => void) | undefined;
  readonly onSelect: (peer: PeerId) => void;
}

/** How the swarm does in four numbers, and the ways to look at it. */
export function TaskHeader({ store, counters, mode, paused, onMode, onPause, onSelect }: TaskHeaderProps) {
  return (
    <header className={styles.header}>
      <ConnectionBadge connection={store.connection} problem={store.problem} />
      <dl className={styles.totals}>
        <Total label="Peers" value={formatCount(counters.peers)} />
        <Total label="Throughput" value={formatRate(counters.throughputBps)} wide />
        <Total label="Complete" value={formatShare(counters.complete)} />
        <Total
          label="From origin"
          value={formatShare(originShare(counters))}
          hint={`${formatBytes(counters.originBytes)} of ${formatBytes(counters.receivedBytes)} received came from the origin`}
        />
      </dl>
      <div className={styles.tools}>
        <HostSearch store={store} onFound={onSelect} />
        {onPause !== undefined && (
          <button
            type="button"
            className={styles.tool}
            aria-pressed={paused}
            title={paused ? 'Follow again' : 'Hold the picture'}
            aria-label={paused ? 'Follow again' : 'Hold the picture'}
            onClick={() => onPause(!paused)}
          >
            {paused ? <Play size={15} aria-hidden /> : <Pause size={15} aria-hidden />}
          </button>
        )}
        <ViewSwitch mode={mode} onMode={onMode} />
      </div>
    </header>
  );
}

interface TotalProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly wide?: boolean;
}

function Total({ label, value, hint, wide = false }: TotalProps) {
  return (
    <div className={wide ? styles.wide : undefined} title={hint}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
