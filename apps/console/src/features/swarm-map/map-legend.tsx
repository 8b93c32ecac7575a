'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { mapMessages } from './messages.ts';
import styles from './swarm-map.module.css';

/** What the signs of the map mean. */
export function MapLegend() {
  const t = useMessages(mapMessages).legend;
  const mark = (look: string | undefined, text: string, filled = false, serving = false) => (
    <li>
      <svg viewBox="0 0 16 16" aria-hidden className={`${styles.host} ${look ?? ''}`}>
        <rect x="1" y="1" width="14" height="14" rx={look === styles.seed ? 5 : 3} className={styles.ground} />
        {filled && <rect x="2" y="7" width="12" height="7" rx="2" className={styles.filled} />}
        <rect
          x="1.5"
          y="1.5"
          width="13"
          height="13"
          rx={look === styles.seed ? 5 : 3}
          className={styles.frame}
          data-serving={serving}
        />
      </svg>
      {text}
    </li>
  );
  return (
    <ul className={styles.legend}>
      {mark(styles.seed, t.seed)}
      {mark(undefined, t.idle)}
      {mark(undefined, t.downloading, true)}
      {mark(undefined, t.serving, false, true)}
      {mark(styles.stale, t.lost)}
      <li className={styles.band}>
        <svg viewBox="0 0 28 16" aria-hidden>
          <path d="M1 8h26" strokeWidth="6" />
        </svg>
        {t.band}
      </li>
      <li className={styles.fromOrigin}>
        <svg viewBox="0 0 28 16" aria-hidden>
          <path d="M1 8h26" strokeWidth="6" />
        </svg>
        {t.fromOrigin}
      </li>
    </ul>
  );
}
