import { formatBytes, formatDuration, formatRate, type PeerId } from '@damselfly/core';
import { Timer, X } from 'lucide-react';
import type { GraphStore } from '../model/graph-store.ts';
import { countOf, formatCount, formatShare } from '../model/numbers.ts';
import { levelName } from '../model/outline.ts';
import { type PeerDetail, peerDetail } from '../model/peer-detail.ts';
import { stateWords } from '../model/peer-state.ts';
import styles from './inspector.module.css';
import { ChildrenList, SupplyList } from './peer-links.tsx';
import { StateMark } from './state-mark.tsx';
import { useRevision } from './use-graph-store.ts';

interface InspectorProps {
  readonly store: GraphStore;
  readonly peer: PeerId;
  readonly hrefOf?: ((peer: PeerId) => string) | undefined;
  readonly onSelect: (peer: PeerId | undefined) => void;
}

/** All there is to say about the chosen peer. */
export function Inspector({ store, peer, hrefOf, onSelect }: InspectorProps) {
  useRevision(store);
  const detail = peerDetail(store, peer);
  return (
    <aside className={styles.inspector} aria-label="Chosen peer">
      <header className={styles.head}>
        {detail !== undefined && <StateMark state={detail.state} seed={detail.seed} />}
        <h3>{detail?.hostname ?? store.hostnameOf(peer)}</h3>
        <button type="button" aria-label="Close" title="Close (Esc)" onClick={() => onSelect(undefined)}>
          <X size={15} aria-hidden />
        </button>
      </header>
      {detail === undefined ? (
        <p className={styles.gone}>This peer has left the swarm.</p>
      ) : (
        <>
          <Progress detail={detail} />
          <Facts detail={detail} nowMs={store.nowMs()} />
          {hrefOf !== undefined && (
            <a className={styles.why} href={hrefOf(detail.peer)}>
              <Timer size={14} aria-hidden />
              Why did it take so long?
            </a>
          )}
          <SupplyList supplies={detail.supplies} total={detail.finishedBytes} onSelect={onSelect} />
          <ChildrenList rows={detail.children} onSelect={onSelect} />
          <p className={styles.id} title="Peer id">
            {detail.peer}
          </p>
        </>
      )}
    </aside>
  );
}

function Progress({ detail }: { readonly detail: PeerDetail }) {
  const { state, progress, reason, finishedPieces, totalPieces } = detail;
  const pieces =
    totalPieces === undefined
      ? countOf(finishedPieces, 'piece')
      : `${formatCount(finishedPieces)} of ${countOf(totalPieces, 'piece')}`;
  return (
    <div className={styles.progress}>
      <div className={styles.state}>
        <span>{stateWords[state]}</span>
        <b>{formatShare(progress)}</b>
      </div>
      <div className={`${styles.bar} ${styles[state]}`}>
        <span style={{ width: `${progress * 100}%` }} />
      </div>
      <div className={styles.fine}>
        <span>{pieces}</span>
        <span>{formatBytes(detail.finishedBytes)}</span>
      </div>
      {reason !== '' && <p className={state === 'failed' ? styles.bad : styles.reason}>{reason}</p>}
    </div>
  );
}

function Facts({ detail, nowMs }: { readonly detail: PeerDetail; readonly nowMs: number }) {
  return (
    <dl className={styles.facts}>
      <Fact label="Down" value={formatRate(detail.rateInBps)} />
      <Fact label="Up" value={formatRate(detail.rateOutBps)} />
      <Fact label="Stands on" value={detail.seed && detail.level === 0 ? 'Seeds' : levelName(detail.level)} />
      <Fact label="Joined" value={`${formatDuration(Math.max(0, nowMs - detail.joinedAtMs))} ago`} />
      {detail.idc !== '' && <Fact label="IDC" value={detail.idc} />}
      {detail.failedPieces > 0 && <Fact label="Failed pieces" value={formatCount(detail.failedPieces)} />}
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
