import { connectionSentence } from '../model/announcer.ts';
import type { Connection } from '../model/graph-store.ts';
import styles from './connection-badge.module.css';

const words: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  retrying: 'Reconnecting',
  gone: 'Ended',
  paused: 'Paused',
  past: 'Recorded',
};

/** The state of the line in one word and a dot that beats while it is live. */
export function ConnectionBadge({
  connection,
  problem,
}: {
  readonly connection: Connection;
  readonly problem: string;
}) {
  const sentence = connectionSentence(connection);
  return (
    <span
      className={`${styles.badge} ${styles[connection]}`}
      title={problem === '' ? sentence : `${sentence} ${problem}`}
    >
      <span className={styles.dot} aria-hidden="true" />
      {words[connection]}
    </span>
  );
}
