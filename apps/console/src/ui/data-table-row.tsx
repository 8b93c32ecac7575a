'use client';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Checkbox } from './checkbox.tsx';
import { cn } from './cn.ts';
import type { Column } from './column.ts';
import { uiMessages } from './messages.ts';

interface DataTableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly rowIndex: number;
  readonly top: number;
  readonly height: number;
  /** Where the keyboard is. */
  readonly active: boolean;
  /** Absent where nothing can be selected. */
  readonly selected: boolean | undefined;
  readonly onSelect: (range: boolean) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
}

/** One row at its place. A press anywhere but on a control opens it. */
export function DataTableRow<Row>(props: DataTableRowProps<Row>) {
  const { id, row, name, columns, tracks, rowIndex, top, height, active, selected, onSelect, onOpen } = props;
  const t = useMessages(uiMessages).table;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys
    <div
      id={id}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button, input, label') === null) onOpen?.(row);
      }}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
      className={cn(
        'absolute inset-x-0 top-0 grid items-center border-line border-b px-2 last:border-b-0 hover:bg-hover/60 sm:px-3',
        onOpen !== undefined && 'cursor-pointer',
        selected === true && 'bg-accent/10 hover:bg-accent/14',
        active &&
          'group-focus-visible/grid:outline-2 group-focus-visible/grid:outline-focus group-focus-visible/grid:-outline-offset-2',
      )}
    >
      {selected !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: a part of a grid
        // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
        <span role="gridcell" className="flex justify-center">
          <Checkbox label={t.select(name)} checked={selected} onChange={(_, range) => onSelect(range)} quiet />
        </span>
      )}
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: a part of a grid
        // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
        <div
          key={column.id}
          role="gridcell"
          className={cn('min-w-0 px-2', column.align === 'end' ? 'text-right tabular-nums' : 'text-left')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}
