// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which takes a table its semantics; roles keep them
'use client';
import type { PeerId, PeerState } from '@damselfly/core';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useRowWindow } from '../../../ui/use-row-window.ts';
import type { Counters } from '../model/counters.ts';
import type { GraphStore } from '../model/graph-store.ts';
import { stepInList } from '../model/list-keys.ts';
import { type OutlineRow, outlineOf } from '../model/outline.ts';
import { summaryOf } from '../model/summary.ts';
import styles from './peer-list.module.css';
import { columns, LevelRow, PeerRow } from './peer-list-rows.tsx';
import type { StateFilter } from './state-filter.ts';
import { useRevision } from './use-graph-store.ts';
import { useWords } from './use-words.ts';

const rowPx = 34;

interface PeerListProps {
  readonly store: GraphStore;
  readonly counters: Counters;
  readonly filter: StateFilter;
  readonly selected: PeerId | undefined;
  readonly onSelect: (peer: PeerId | undefined) => void;
}

/** The same peers as the graph, in the same order, as a tree of levels and hosts. Only rows in view exist. */
export function PeerList({ store, counters, filter, selected, onSelect }: PeerListProps) {
  useRevision(store);
  const words = useWords();
  const t = words.t.list;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const [activeKey, setActiveKey] = useState<string>();
  const rows = outlineOf(store, (state: PeerState) => !filter.hidden.has(state), closed);
  const active = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === activeKey),
  );
  const body = useRef<HTMLDivElement>(null);
  const { drawn, totalPx, scrollTo } = useRowWindow({ scroller, body, count: rows.length, rowPx });
  useEffect(() => {
    const slot = selected === undefined ? undefined : store.scene.slotOf(selected);
    if (slot !== undefined) setActiveKey(`peer ${slot}`);
  }, [store, selected]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the active row is another, not when rows move under it
  useEffect(() => {
    if (activeKey !== undefined) scrollTo(active);
  }, [activeKey]);

  const setOpen = (level: number, open: boolean) => setClosed((before) => withLevel(before, level, open));
  const pick = (row: OutlineRow) => {
    setActiveKey(keyOf(row));
    if (row.kind === 'level') setOpen(row.level, !row.open);
    else onSelect(store.scene.peers[row.slot]?.peer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const step = stepInList(event.key, rows, active, page);
    if (step === undefined) return;
    event.preventDefault();
    if (step.kind === 'pick') pick(row);
    else if (step.kind === 'leave') onSelect(undefined);
    else if (step.kind === 'open') setOpen(row.level, step.open);
    else {
      const next = rows[step.index];
      if (next !== undefined) setActiveKey(keyOf(next));
    }
  };

  return (
    <div
      className={styles.grid}
      role="treegrid"
      tabIndex={0}
      aria-label={t.label(summaryOf(counters, words))}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={`${styles.row} ${styles.head}`} role="row" tabIndex={-1} aria-rowindex={1}>
        {columns.map(({ name, end }) => (
          <span key={name} role="columnheader" tabIndex={-1} className={end ? styles.end : undefined}>
            {t[name]}
          </span>
        ))}
      </div>
      <div className={styles.scroller} ref={scroller} role="presentation">
        <div className={styles.rows} role="presentation" ref={body} style={{ height: totalPx }}>
          {drawn.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            const frame = {
              id: `${id}-${index}`,
              rowIndex: index + 2,
              top: index * rowPx,
              active: index === active,
              onPick: () => pick(row),
            };
            return row.kind === 'level' ? (
              <LevelRow key={keyOf(row)} row={row} frame={frame} />
            ) : (
              <PeerRow key={keyOf(row)} store={store} row={row} frame={frame} selected={selected} />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <p className={styles.none}>{counters.peers === 0 ? words.t.summary.none : t.allHidden}</p>}
    </div>
  );
}

const keyOf = (row: OutlineRow): string => (row.kind === 'level' ? `level ${row.level}` : `peer ${row.slot}`);

function withLevel(closed: ReadonlySet<number>, level: number, open: boolean): ReadonlySet<number> {
  const after = new Set(closed);
  if (open) after.delete(level);
  else after.add(level);
  return after;
}
