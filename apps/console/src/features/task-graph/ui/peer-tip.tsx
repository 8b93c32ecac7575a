import { formatRate } from '@damselfly/core';
import type { GraphStore } from '../model/graph-store.ts';
import { formatShare } from '../model/numbers.ts';
import { peerDetail } from '../model/peer-detail.ts';
import { stateWords } from '../model/peer-state.ts';
import type { Hovered } from '../view/graph-view.ts';
import styles from './peer-tip.module.css';
import { StateMark } from './state-mark.tsx';
import { useRevision } from './use-graph-store.ts';

const namesShown = 3;

/** What one glance at a peer tells. */
export function PeerTip({ store, hovered }: { readonly store: GraphStore; readonly hovered: Hovered }) {
  useRevision(store);
  const detail = peerDetail(store, hovered.peer);
  if (detail === undefined) return null;
  const parents = detail.supplies.filter(({ current }) => current).map(({ hostname }) => hostname);
  const more = parents.length > namesShown ? ` and ${parents.length - namesShown} more` : '';
  return (
    <div
      className={styles.tip}
      role="presentation"
      style={{ left: hovered.x, top: hovered.y, translate: hovered.leftwards ? '-100% -50%' : '0 -50%' }}
    >
      <div className={styles.host}>
        <StateMark state={detail.state} seed={detail.seed} />
        {detail.hostname}
      </div>
      <div className={styles.line}>
        {stateWords[detail.state]} · {formatShare(detail.progress)}
        {detail.idc !== '' && ` · ${detail.idc}`}
      </div>
      {(detail.rateInBps > 0 || detail.rateOutBps > 0) && (
        <div className={styles.line}>
          ↓ {formatRate(detail.rateInBps)} &nbsp; ↑ {formatRate(detail.rateOutBps)}
        </div>
      )}
      {detail.reason !== '' && <div className={styles.line}>{detail.reason}</div>}
      {parents.length > 0 && (
        <div className={styles.line}>
          from {parents.slice(0, namesShown).join(', ')}
          {more}
        </div>
      )}
    </div>
  );
}
