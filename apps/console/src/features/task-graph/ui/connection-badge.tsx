import type { Connection } from '../model/graph-store.ts';
import styles from './connection-badge.module.css';
import { useWords } from './use-words.ts';

/** The state of the line in one word and a dot that beats while it is live. */
export function ConnectionBadge({
  connection,
  problem,
}: {
  readonly connection: Connection;
  readonly problem: string;
}) {
  const { t } = useWords();
  const sentence = t.connectionSentence[connection];
  return (
    <span
      className={`${styles.badge} ${styles[connection]}`}
      title={problem === '' ? sentence : `${sentence} ${problem}`}
    >
      <span className={styles.dot} aria-hidden="true" />
      {t.connection[connection]}
    </span>
  );
}
