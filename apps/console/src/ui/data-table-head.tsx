'use client';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Checkbox } from './checkbox.tsx';
import { cn } from './cn.ts';
import type { Column, Sort } from './column.ts';
import { uiMessages } from './messages.ts';

interface DataTableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
  /** All loaded rows are selected; absent where nothing can be selected. */
  readonly all?: boolean;
  readonly onAll?: (all: boolean) => void;
}

/** The names of the columns; those that sort are buttons. */
export function DataTableHead<Row>({ columns, tracks, sort, onSort, all, onAll }: DataTableHeadProps<Row>) {
  const t = useMessages(uiMessages).table;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <div
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: tracks }}
      className="sticky top-0 z-10 grid h-9 items-center border-line border-b bg-band px-2 font-medium text-muted text-xs sm:px-3"
    >
      {onAll !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: a part of a grid
        // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
        <span role="columnheader" className="flex justify-center">
          <Checkbox label={t.selectAll} checked={all ?? false} onChange={onAll} />
        </span>
      )}
      {columns.map((column) => (
        <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

function HeadCell<Row>({ column: { id, header, align, sortable }, sort, onSort }: HeadCellProps<Row>) {
  const t = useMessages(uiMessages).table;
  const by = sort?.by === id ? sort : undefined;
  const Icon = by === undefined ? ChevronsUpDown : by.descending ? ArrowDown : ArrowUp;
  const canSort = sortable === true && onSort !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    <span
      role="columnheader"
      aria-sort={canSort ? (by === undefined ? 'none' : by.descending ? 'descending' : 'ascending') : undefined}
      className={cn('flex min-w-0 items-center px-2', align === 'end' && 'justify-end')}
    >
      {canSort ? (
        <button
          type="button"
          onClick={() => onSort({ by: id, descending: by === undefined ? align === 'end' : !by.descending })}
          className={cn(
            '-mx-1 flex min-w-0 items-center gap-1 rounded-sm px-1 hover:text-ink',
            by !== undefined && 'text-ink',
            align === 'end' && 'flex-row-reverse',
          )}
        >
          <span className="truncate">{header}</span>
          <Icon aria-hidden className={cn('size-3 shrink-0', by === undefined && 'opacity-50')} />
        </button>
      ) : (
        <span className={header === '' ? 'sr-only' : 'truncate'}>{header === '' ? t.actions : header}</span>
      )}
    </span>
  );
}
