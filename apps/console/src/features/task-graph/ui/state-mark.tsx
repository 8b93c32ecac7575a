import type { PeerState } from '@damselfly/core';
import styles from './state-mark.module.css';

/** The small sign of a state, the same shapes as in the graph: a state is never told by its colour alone. */
export function StateMark({ state, seed = false }: { readonly state: PeerState; readonly seed?: boolean }) {
  const tone = seed && state !== 'failed' ? 'seed' : state;
  return (
    <svg className={`${styles.mark} ${styles[tone]}`} viewBox="0 0 14 14" aria-hidden="true">
      {seed && state !== 'failed' ? (
        <rect x="1.6" y="1.6" width="10.8" height="10.8" rx="3.8" />
      ) : (
        <Ring state={state} />
      )}
      {seed && state !== 'failed' ? <path d="M5 5.4h4M5 8.6h4" /> : <Glyph state={state} />}
    </svg>
  );
}

function Ring({ state }: { readonly state: PeerState }) {
  if (state !== 'downloading')
    return <circle cx="7" cy="7" r="5.4" strokeDasharray={state === 'failed' ? '2.4 1.6' : undefined} />;
  return (
    <>
      <circle className={styles.track} cx="7" cy="7" r="5.4" />
      <path d="M7 1.6a5.4 5.4 0 1 1-5.4 5.4" strokeLinecap="round" />
    </>
  );
}

function Glyph({ state }: { readonly state: PeerState }) {
  switch (state) {
    case 'succeeded':
      return <path d="m4.7 7.2 1.7 1.6 2.9-3.4" />;
    case 'failed':
      return <path d="m5.2 5.2 3.6 3.6m0-3.6L5.2 8.8" />;
    case 'backToSource':
      return <path d="M7 9.6V4.7M5 6.5l2-2 2 2" />;
    case 'waiting':
      return <path d="M4.6 7h.01M7 7h.01M9.4 7h.01" strokeWidth="1.7" />;
    case 'downloading':
      return null;
    default:
      return state satisfies never;
  }
}
