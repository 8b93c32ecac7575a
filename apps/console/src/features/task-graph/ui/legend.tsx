import type { PeerState } from '@damselfly/core';
import { formatRate } from '@damselfly/core';
import type { Counters } from '../model/counters.ts';
import { formatCount } from '../model/numbers.ts';
import { peerStates, stateWords } from '../model/peer-state.ts';
import { widestFromBps } from '../model/rate-class.ts';
import styles from './legend.module.css';
import type { StateFilter } from './state-filter.ts';
import { StateMark } from './state-mark.tsx';

interface LegendProps {
  readonly counters: Counters;
  readonly filter: StateFilter;
  readonly scale: number;
}

const order: readonly PeerState[] = [...peerStates].sort((a, b) => rank(a) - rank(b));

/** What the signs mean, how many there are, and the switch that hides a state. */
export function Legend({ counters, filter, scale }: LegendProps) {
  return (
    <fieldset className={styles.legend}>
      <legend className={styles.name}>States; press one to hide or show it</legend>
      {counters.seeds > 0 && (
        <span className={styles.entry}>
          <StateMark state="succeeded" seed />
          Seed <b>{formatCount(counters.seeds)}</b>
        </span>
      )}
      {order.map((state) => (
        <button
          key={state}
          type="button"
          className={styles.entry}
          aria-pressed={!filter.hidden.has(state)}
          onClick={() => filter.toggle(state)}
        >
          <StateMark state={state} />
          {stateWords[state]} <b>{formatCount(counters.states[state])}</b>
        </button>
      ))}
      <span className={styles.scale} title={`The widest lines carry ${formatRate(widestFromBps(scale))} or more`}>
        <svg viewBox="0 0 34 12" aria-hidden="true">
          <path d="M1 10.5h32" strokeWidth="0.8" />
          <path d="M1 6.5h32" strokeWidth="1.6" />
          <path d="M1 2h32" strokeWidth="2.8" />
        </svg>
        ≥ {formatRate(widestFromBps(scale))}
      </span>
    </fieldset>
  );
}

function rank(state: PeerState): number {
  return ['downloading', 'succeeded', 'waiting', 'backToSource', 'failed'].indexOf(state);
}
