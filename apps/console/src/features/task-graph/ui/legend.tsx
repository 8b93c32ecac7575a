import type { PeerState } from '@damselfly/core';
import type { Counters } from '../model/counters.ts';
import { peerStates } from '../model/peer-state.ts';
import { widestFromBps } from '../model/rate-class.ts';
import styles from './legend.module.css';
import type { StateFilter } from './state-filter.ts';
import { StateMark } from './state-mark.tsx';
import { useWords } from './use-words.ts';

interface LegendProps {
  readonly counters: Counters;
  readonly filter: StateFilter;
  readonly scale: number;
}

const order: readonly PeerState[] = [...peerStates].sort((a, b) => rank(a) - rank(b));

/** What the signs mean, how many there are, and the switch that hides a state. */
export function Legend({ counters, filter, scale }: LegendProps) {
  const { t, format } = useWords();
  const widest = format.rate(widestFromBps(scale));
  return (
    <fieldset className={styles.legend}>
      <legend className={styles.name}>{t.legend.label}</legend>
      {counters.seeds > 0 && (
        <span className={styles.entry}>
          <StateMark state="succeeded" seed />
          {t.legend.seed} <b>{format.number(counters.seeds)}</b>
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
          {t.state[state]} <b>{format.number(counters.states[state])}</b>
        </button>
      ))}
      <span className={styles.scale} title={t.legend.widest(widest)}>
        <svg viewBox="0 0 34 12" aria-hidden="true">
          <path d="M1 10.5h32" strokeWidth="0.8" />
          <path d="M1 6.5h32" strokeWidth="1.6" />
          <path d="M1 2h32" strokeWidth="2.8" />
        </svg>
        ≥ {widest}
      </span>
    </fieldset>
  );
}

function rank(state: PeerState): number {
  return ['downloading', 'succeeded', 'waiting', 'backToSource', 'failed'].indexOf(state);
}
