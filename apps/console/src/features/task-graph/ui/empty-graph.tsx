import { connectionSentence } from '../model/announcer.ts';
import type { Connection } from '../model/graph-store.ts';
import { taskFileName } from '../model/task-host.ts';
import styles from './empty-graph.module.css';

interface EmptyGraphProps {
  readonly connection: Connection;
  readonly url: string | undefined;
}

/** What stands where nobody downloads: why it is empty and what fills it. */
export function EmptyGraph({ connection, url }: EmptyGraphProps) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>No peer holds this task now</p>
      <p>{connection === 'live' ? 'The picture fills as soon as one downloads it:' : connectionSentence(connection)}</p>
      {url !== undefined && (
        <code>
          dfget {url} -O ./{taskFileName(url)}
        </code>
      )}
    </div>
  );
}
