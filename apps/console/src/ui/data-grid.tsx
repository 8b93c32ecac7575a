'use client';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { cn } from './cn.ts';
import { type Column, type Sort, sortText } from './column.ts';
import { DataTableHead } from './data-table-head.tsx';
import { DataTableRow } from './data-table-row.tsx';
import { uiMessages } from './messages.ts';
import { overscan } from './row-range.ts';
import { between, toggled } from './selection.ts';
import { Skeleton } from './skeleton.tsx';
import { useRowWindow } from './use-row-window.ts';
import { useWidth } from './use-width.ts';

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Those loaded so far, in the order of the server. */
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** How a row is called when it is selected. */
  readonly rowName: (row: Row) => string;
  /** How many match in all. */
  readonly total: number;
  /** Called near the end of what is loaded. */
  readonly onMore?: (() => void) | undefined;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (selected: ReadonlySet<string>) => void;
  /** Enter, or a press on the row. */
  readonly onOpen?: (row: Row) => void;
  readonly dense?: boolean;
  readonly className?: string;
}

const rowPx = { calm: 52, dense: 36 };

/**
 * Rows by the thousand: only those in sight are drawn; the server searches, sorts and pages. One stop of the Tab key:
 * arrows, Page, Home and End walk, Space selects (with Shift a range), Enter opens, Ctrl+A selects what is loaded.
 */
export function DataGrid<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, rowName, total, onMore, sort, onSort, selected, onSelect, onOpen } = props;
  const { dense = false, className } = props;
  const t = useMessages(uiMessages).table;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const anchor = useRef<string>(undefined);
  const widthPx = useWidth(scroller);
  const shown = columns.filter(({ fromPx = 0 }) => widthPx >= fromPx);
  const selectable = onSelect !== undefined;
  const tracks = `${selectable ? '2.25rem ' : ''}${shown.map(({ width = 'minmax(0, 1fr)' }) => width).join(' ')}`;
  const body = useRef<HTMLDivElement>(null);
  const height = dense ? rowPx.dense : rowPx.calm;
  const { drawn, totalPx, scrollTo } = useRowWindow({ scroller, body, count: rows.length, rowPx: height });
  const last = drawn.at(-1) ?? -1;
  useEffect(() => {
    if (rows.length < total && last >= rows.length - overscan * 2) onMore?.();
  }, [last, rows.length, total, onMore]);

  const order = sort === undefined ? '' : sortText(sort);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order begins at the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [order]);

  const at = Math.min(active, rows.length - 1);
  const ids = () => rows.map(rowId);
  const select = (wanted: string, range: boolean) => {
    if (!selectable) return;
    const from = anchor.current;
    if (range && from !== undefined) onSelect(new Set([...(selected ?? []), ...between(ids(), from, wanted)]));
    else onSelect(toggled(selected ?? new Set(), wanted));
    if (!range) anchor.current = wanted;
  };
  const go = (event: KeyboardEvent, index: number) => {
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    scrollTo(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = rows[at];
    if (event.target !== event.currentTarget || row === undefined) return;
    const page = Math.max(1, drawn.length - 2 * overscan);
    if (event.key === 'ArrowDown') go(event, at + 1);
    else if (event.key === 'ArrowUp') go(event, at - 1);
    else if (event.key === 'PageDown') go(event, at + page);
    else if (event.key === 'PageUp') go(event, at - page);
    else if (event.key === 'Home') go(event, 0);
    else if (event.key === 'End') go(event, rows.length - 1);
    else if (event.key === 'Enter') onOpen?.(row);
    else if (event.key === ' ' && selectable) {
      event.preventDefault();
      select(rowId(row), event.shiftKey);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && selectable) {
      event.preventDefault();
      onSelect(new Set(ids()));
    } else if (event.key === 'Escape' && selected !== undefined && selected.size > 0) onSelect?.(new Set());
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out the rows that are not in sight
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={shown.length + (selectable ? 1 : 0)}
      aria-multiselectable={selectable || undefined}
      aria-activedescendant={rows[at] === undefined ? undefined : `${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={cn(
        'group/grid relative max-h-[calc(100dvh-14rem)] overflow-auto rounded-lg text-sm focus-visible:-outline-offset-2',
        className,
      )}
    >
      <DataTableHead
        columns={shown}
        tracks={tracks}
        sort={sort}
        onSort={onSort}
        {...(selectable && {
          all: rows.length > 0 && selected?.size === rows.length,
          onAll: (all: boolean) => onSelect(all ? new Set(ids()) : new Set()),
        })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div ref={body} role="rowgroup" className="relative" style={{ height: totalPx }}>
        {drawn.map((index) => {
          const row = rows[index];
          if (row === undefined) return null;
          const key = rowId(row);
          return (
            <DataTableRow
              key={key}
              id={`${id}-${index}`}
              row={row}
              name={rowName(row)}
              columns={shown}
              tracks={tracks}
              rowIndex={index + 2}
              top={index * height}
              height={height}
              active={index === at}
              selected={selectable ? (selected?.has(key) ?? false) : undefined}
              onSelect={(range) => {
                setActive(index);
                select(key, range);
              }}
              onOpen={onOpen}
            />
          );
        })}
      </div>
      {rows.length < total && (
        <p className="flex h-10 items-center gap-3 px-5 text-muted text-xs" role="status">
          <span className="sr-only">{t.loading}</span>
          <Skeleton className="h-3 w-40" />
        </p>
      )}
    </div>
  );
}
