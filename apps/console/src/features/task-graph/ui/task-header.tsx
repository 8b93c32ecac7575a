import type { PeerId } from '@damselfly/core';
import { Group, Pause, Play } from 'lucide-react';
import { type Counters, originShare } from '../model/counters.ts';
import type { GraphStore } from '../model/graph-store.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import { HostSearch } from './host-search.tsx';
import styles from './task-header.module.css';
import { useWords } from './use-words.ts';
import { type ViewMode, ViewSwitch } from './view-switch.tsx';

interface TaskHeaderProps {
  readonly store: GraphStore;
  readonly counters: Counters;
  readonly mode: ViewMode;
  readonly paused: boolean;
  /** IDCs are drawn as one peer each. */
  readonly grouped: boolean;
  readonly onGrouped: (grouped: boolean) => void;
  readonly onMode: (mode: ViewMode) => void;
  /** Absent where a time bar holds the picture. */
  readonly onPause?: ((paused: boolean) => void) | undefined;
  readonly onSelect: (peer: PeerId) => void;
}

/** How the swarm does in four numbers, and the ways to look at it. */
export function TaskHeader({
  store,
  counters,
  mode,
  paused,
  grouped,
  onGrouped,
  onMode,
  onPause,
  onSelect,
}: TaskHeaderProps) {
  const { t, format } = useWords();
  const { bytes, rate, number, percent } = format;
  const hold = paused ? t.tools.resume : t.tools.hold;
  return (
    <header className={styles.header}>
      <ConnectionBadge connection={store.connection} problem={store.problem} />
      <dl className={styles.totals}>
        <Total label={t.totals.peers} value={number(counters.peers)} />
        <Total label={t.totals.throughput} value={rate(counters.throughputBps)} wide />
        <Total label={t.totals.complete} value={percent(counters.complete)} />
        <Total
          label={t.totals.fromOrigin}
          value={percent(originShare(counters))}
          hint={t.totals.originOf(bytes(counters.originBytes), bytes(counters.receivedBytes))}
        />
      </dl>
      <div className={styles.tools}>
        <HostSearch store={store} onFound={onSelect} />
        <button
          type="button"
          className={styles.tool}
          aria-pressed={grouped}
          title={t.tools.byIdc}
          aria-label={t.tools.byIdc}
          onClick={() => onGrouped(!grouped)}
        >
          <Group size={15} aria-hidden />
        </button>
        {onPause !== undefined && (
          <button
            type="button"
            className={styles.tool}
            aria-pressed={paused}
            title={hold}
            aria-label={hold}
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
