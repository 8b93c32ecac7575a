'use client';
import { useEffect, useState } from 'react';
import { Announcer } from '../model/announcer.ts';
import type { Counters } from '../model/counters.ts';
import type { GraphStore } from '../model/graph-store.ts';
import styles from './live-region.module.css';
import { useWords } from './use-words.ts';

/** The one voice of the view for screen readers. */
export function LiveRegion({ store, counters }: { readonly store: GraphStore; readonly counters: Counters }) {
  const [announcer] = useState(() => new Announcer());
  const [sentence, setSentence] = useState('');
  const words = useWords();
  const { connection } = store;
  useEffect(() => {
    const next = announcer.next(counters, connection, performance.now(), words);
    if (next !== undefined) setSentence(next);
  }, [announcer, counters, connection, words]);
  return (
    <p className={styles.voice} role="status" aria-live="polite">
      {sentence}
    </p>
  );
}
