import type { PeerId } from '@damselfly/core';
import type { ChildRow, Supply } from '../model/peer-detail.ts';
import styles from './peer-links.module.css';
import { StateMark } from './state-mark.tsx';
import { useWords } from './use-words.ts';

const shown = 12;

interface SupplyListProps {
  readonly supplies: readonly Supply[];
  /** Bytes the peer holds in all: the bars are shares of it. */
  readonly total: number;
  readonly onSelect: (peer: PeerId) => void;
}

/** Where a peer's bytes came from. */
export function SupplyList({ supplies, total, onSelect }: SupplyListProps) {
  const { t, format } = useWords();
  if (supplies.length === 0) return null;
  return (
    <section className={styles.links}>
      <h4>
        {t.inspector.receivedFrom} <span>{format.number(supplies.length)}</span>
      </h4>
      <ul>
        {supplies.slice(0, shown).map((supply) => (
          <li key={supply.peer ?? 'origin'} className={supply.current ? undefined : styles.former}>
            <Name
              name={supply.hostname ?? (supply.peer === null ? t.origin : t.leftPeer)}
              peer={supply.present ? supply.peer : null}
              onSelect={onSelect}
            />
            <span className={styles.value}>
              {supply.rateBps > 0 ? format.rate(supply.rateBps) : format.bytes(supply.bytes)}
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
  const { t, format } = useWords();
  if (rows.length === 0) return null;
  return (
    <section className={styles.links}>
      <h4>
        {t.inspector.serves} <span>{format.number(rows.length)}</span>
      </h4>
      <ul>
        {rows.slice(0, shown).map(({ peer, hostname, state, progress }) => (
          <li key={peer}>
            <Name name={hostname} peer={peer} onSelect={onSelect} />
            <span className={styles.value}>
              {format.percent(progress)}
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

function Rest({ count }: { readonly count: number }) {
  const { t, format } = useWords();
  return count > 0 ? <p className={styles.rest}>{t.inspector.more(format.number(count))}</p> : null;
}
