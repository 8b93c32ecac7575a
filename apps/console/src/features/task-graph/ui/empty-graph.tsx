import type { Connection } from '../model/graph-store.ts';
import { taskFileName } from '../model/task-host.ts';
import styles from './empty-graph.module.css';
import { useWords } from './use-words.ts';

interface EmptyGraphProps {
  readonly connection: Connection;
  readonly url: string | undefined;
}

/** What stands where nobody downloads: why it is empty and what fills it. */
export function EmptyGraph({ connection, url }: EmptyGraphProps) {
  const { t } = useWords();
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{t.empty.title}</p>
      <p>{connection === 'live' ? t.empty.fills : t.connectionSentence[connection]}</p>
      {url !== undefined && (
        <code>
          dfget {url} -O ./{taskFileName(url)}
        </code>
      )}
    </div>
  );
}
