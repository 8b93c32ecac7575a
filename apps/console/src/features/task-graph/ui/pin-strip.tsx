'use client';
import type { PeerId } from '@damselfly/core';
import { X } from 'lucide-react';
import type { GraphStore } from '../model/graph-store.ts';
import styles from './pin-strip.module.css';
import { StateMark } from './state-mark.tsx';
import { useRevision } from './use-graph-store.ts';
import { useWords } from './use-words.ts';

interface PinStripProps {
  readonly store: GraphStore;
  readonly pinned: readonly PeerId[];
  readonly onSelect: (peer: PeerId) => void;
  readonly onUnpin: (peer: PeerId) => void;
}

/** Peers somebody wants to keep an eye on. */
export function PinStrip({ store, pinned, onSelect, onUnpin }: PinStripProps) {
  useRevision(store);
  const { t: texts, format } = useWords();
  const { pin: t, leftPeer } = texts;
  if (pinned.length === 0) return null;
  return (
    <ul className={styles.strip} aria-label={t.label}>
      {pinned.map((peer) => {
        const node = store.graph.peers.get(peer);
        const name = store.hostnameOf(peer) ?? leftPeer;
        const slot = store.scene.slotOf(peer);
        return (
          <li key={peer}>
            <button type="button" className={styles.peer} onClick={() => onSelect(peer)}>
              {node !== undefined && <StateMark state={node.state} seed={node.kind === 'seed'} />}
              <span>{name}</span>
              {slot !== undefined && <b>{format.percent(store.scene.progress[slot] ?? 0)}</b>}
            </button>
            <button type="button" className={styles.unpin} aria-label={t.unpin(name)} onClick={() => onUnpin(peer)}>
              <X size={12} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
