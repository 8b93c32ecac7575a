import { formatBytes, formatRate, type PeerId } from '@damselfly/core';
import { formatCount, formatShare } from '../model/numbers.ts';
import type { ChildRow, Supply } from '../model/peer-detail.ts';
import styles from './peer-links.module.css';
import { StateMark } from './state-mark.tsx';

const shown = 12;

interface SupplyListProps {
  readonly supplies: readonly Supply[];
  /** Bytes the peer holds in all: the bars are shares of it. */
  readonly total: number;
  readonly onSelect: (peer: PeerId) => void;
}

/** Where a peer's bytes came from. */
export function SupplyList({ supplies, total, onSelect }: SupplyListProps) {
  if (supplies.length === 0) return null;
  return (
    <section className={styles.links}>
      <h4>
        Received from <span>{formatCount(supplies.length)}</span>
      </h4>
      <ul>
        {supplies.slice(0, shown).map((supply) => (
          <li key={supply.peer ?? 'origin'} className={supply.current ? undefined : styles.former}>
            <Name name={supply.hostname} peer={supply.present ? supply.peer : null} onSelect={onSelect} />
            <span className={styles.value}>
              {supply.rateBps > 0 ? formatRate(supply.rateBps) : formatBytes(supply.bytes)}
            </span>
            <span className={styles.share}>
              <span
                className={`${styles.fill} ${supply.peer === null ? styles.origin : ''}`}
                style={{ width: `${total === 0 ? 0 : Math.min(100, (100 * supply.bytes) / total)}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
      <Rest count={supplies.length - shown} />
    </section>
  );
}

/** The peers that take from a peer, or did. */
export function ChildrenList({
  rows,
  onSelect,
}: {
  readonly rows: readonly ChildRow[];
  readonly onSelect: (peer: PeerId) => void;
}) {
  if (rows.length === 0) return null;
  return (
    <section className={styles.links}>
      <h4>
        Serves <span>{formatCount(rows.length)}</span>
      </h4>
      <ul>
        {rows.slice(0, shown).map(({ peer, hostname, state, progress }) => (
          <li key={peer}>
            <Name name={hostname} peer={peer} onSelect={onSelect} />
            <span className={styles.value}>
              {formatShare(progress)}
              <StateMark state={state} />
            </span>
          </li>
        ))}
      </ul>
      <Rest count={rows.length - shown} />
    </section>
  );
}

interface NameProps {
  readonly name: string;
  readonly peer: PeerId | null;
  readonly onSelect: (peer: PeerId) => void;
}

function Name({ name, peer, onSelect }: NameProps) {
  if (peer === null) return <span className={styles.name}>{name}</span>;
  return (
    <button type="button" className={styles.name} onClick={() => onSelect(peer)}>
      {name}
    </button>
  );
}

const Rest = ({ count }: { readonly count: number }) =>
  count > 0 ? <p className={styles.rest}>and {formatCount(count)} more</p> : null;
