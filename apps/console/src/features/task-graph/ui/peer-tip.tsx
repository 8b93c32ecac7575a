import type { GraphStore } from '../model/graph-store.ts';
import { peerDetail } from '../model/peer-detail.ts';
import type { Hovered } from '../view/graph-view.ts';
import styles from './peer-tip.module.css';
import { StateMark } from './state-mark.tsx';
import { useRevision } from './use-graph-store.ts';
import { useWords } from './use-words.ts';

const namesShown = 3;

/** What one glance at a peer tells. */
export function PeerTip({ store, hovered }: { readonly store: GraphStore; readonly hovered: Hovered }) {
  useRevision(store);
  const { t, format } = useWords();
  const detail = peerDetail(store, hovered.peer);
  if (detail === undefined) return null;
  const parents = detail.supplies.filter(({ current }) => current).map(({ hostname }) => hostname ?? t.leftPeer);
  const names = parents.slice(0, namesShown).join(', ');
  const more = parents.length - namesShown;
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
        {t.state[detail.state]} · {format.percent(detail.progress)}
        {detail.idc !== '' && ` · ${detail.idc}`}
      </div>
      {(detail.rateInBps > 0 || detail.rateOutBps > 0) && (
        <div className={styles.line}>
          ↓ {format.rate(detail.rateInBps)} &nbsp; ↑ {format.rate(detail.rateOutBps)}
        </div>
      )}
      {detail.reason !== '' && <div className={styles.line}>{detail.reason}</div>}
      {parents.length > 0 && (
        <div className={styles.line}>
          {more > 0 ? t.inspector.fromMore(names, format.number(more)) : t.inspector.from(names)}
        </div>
      )}
    </div>
  );
}
