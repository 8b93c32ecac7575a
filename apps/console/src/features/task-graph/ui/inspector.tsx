import type { PeerId } from '@damselfly/core';
import { Pin, Timer, Ungroup, X } from 'lucide-react';
import type { IdcGroup } from '../model/collapse.ts';
import type { GraphStore } from '../model/graph-store.ts';
import { levelName } from '../model/outline.ts';
import { type PeerDetail, peerDetail } from '../model/peer-detail.ts';
import { peerStates } from '../model/peer-state.ts';
import styles from './inspector.module.css';
import { ChildrenList, SupplyList } from './peer-links.tsx';
import { StateMark } from './state-mark.tsx';
import { useRevision } from './use-graph-store.ts';
import { useWords } from './use-words.ts';

interface InspectorProps {
  readonly store: GraphStore;
  readonly peer: PeerId;
  readonly hrefOf?: ((peer: PeerId) => string) | undefined;
  /** The IDC that the peer stands for, if it does. */
  readonly group: IdcGroup | undefined;
  readonly onExpand: (idc: string) => void;
  readonly pinned: boolean;
  readonly onPin: () => void;
  readonly onSelect: (peer: PeerId | undefined) => void;
}

/** All there is to say about the chosen peer. */
export function Inspector({ store, peer, hrefOf, group, onExpand, pinned, onPin, onSelect }: InspectorProps) {
  useRevision(store);
  const words = useWords();
  const t = words.t.inspector;
  const detail = peerDetail(store, peer);
  return (
    <aside className={styles.inspector} aria-label={t.label}>
      <header className={styles.head}>
        {detail !== undefined && <StateMark state={detail.state} seed={detail.seed} />}
        <h3>{detail?.hostname ?? store.hostnameOf(peer) ?? words.t.leftPeer}</h3>
        {group === undefined && (
          <button
            type="button"
            aria-pressed={pinned}
            aria-label={words.t.pin.pin}
            title={words.t.pin.pin}
            onClick={onPin}
          >
            <Pin size={14} aria-hidden fill={pinned ? 'currentColor' : 'none'} />
          </button>
        )}
        <button type="button" aria-label={t.close} title={t.closeKey} onClick={() => onSelect(undefined)}>
          <X size={15} aria-hidden />
        </button>
      </header>
      {detail === undefined ? (
        <p className={styles.gone}>{t.gone}</p>
      ) : (
        <>
          <Progress detail={detail} />
          <Facts detail={detail} nowMs={store.nowMs()} />
          {group !== undefined && (
            <>
              <p className={styles.reason}>{t.groupOf(words.t.peers(group.peers, words.format.number(group.peers)))}</p>
              <button type="button" className={styles.why} onClick={() => onExpand(group.idc)}>
                <Ungroup size={14} aria-hidden />
                {t.expand}
              </button>
              <StateCounts group={group} />
            </>
          )}
          {hrefOf !== undefined && group === undefined && (
            <a className={styles.why} href={hrefOf(detail.peer)}>
              <Timer size={14} aria-hidden />
              {t.why}
            </a>
          )}
          <SupplyList supplies={detail.supplies} total={detail.finishedBytes} onSelect={onSelect} />
          <ChildrenList rows={detail.children} onSelect={onSelect} />
          <p className={styles.id} title={t.id}>
            {detail.peer}
          </p>
        </>
      )}
    </aside>
  );
}

function StateCounts({ group }: { readonly group: IdcGroup }) {
  const { t, format } = useWords();
  return (
    <dl className={styles.facts}>
      {peerStates
        .filter((state) => group.states[state] > 0)
        .map((state) => (
          <Fact key={state} label={t.state[state]} value={format.number(group.states[state])} />
        ))}
    </dl>
  );
}

function Progress({ detail }: { readonly detail: PeerDetail }) {
  const { state, progress, reason, finishedPieces, totalPieces } = detail;
  const { t, format } = useWords();
  const count = (pieces: number) => t.pieces(pieces, format.number(pieces));
  const pieces =
    totalPieces === undefined
      ? count(finishedPieces)
      : t.inspector.of(format.number(finishedPieces), count(totalPieces));
  return (
    <div className={styles.progress}>
      <div className={styles.state}>
        <span>{t.state[state]}</span>
        <b>{format.percent(progress)}</b>
      </div>
      <div className={`${styles.bar} ${styles[state]}`}>
        <span style={{ width: `${progress * 100}%` }} />
      </div>
      <div className={styles.fine}>
        <span>{pieces}</span>
        <span>{format.bytes(detail.finishedBytes)}</span>
      </div>
      {reason !== '' && <p className={state === 'failed' ? styles.bad : styles.reason}>{reason}</p>}
    </div>
  );
}

function Facts({ detail, nowMs }: { readonly detail: PeerDetail; readonly nowMs: number }) {
  const words = useWords();
  const { format } = words;
  const t = words.t.inspector;
  return (
    <dl className={styles.facts}>
      <Fact label={t.down} value={format.rate(detail.rateInBps)} />
      <Fact label={t.up} value={format.rate(detail.rateOutBps)} />
      <Fact label={t.standsOn} value={levelName(detail.level, words)} />
      <Fact label={t.joined} value={format.since(detail.joinedAtMs, nowMs)} />
      {detail.idc !== '' && <Fact label={t.idc} value={detail.idc} />}
      {detail.failedPieces > 0 && <Fact label={t.failedPieces} value={format.number(detail.failedPieces)} />}
    </dl>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
