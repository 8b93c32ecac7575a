'use client';
import type { ReactNode } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { type Column, readSort, type Sort, sortText } from '../../ui/column.ts';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { SavedViews } from '../saved-views/index.ts';
import { arranged, type SortValue } from './arrange.ts';
import { ListCard, type Reading } from './list-card.tsx';
import { listingMessages } from './messages.ts';

/** A column that sorts by `sortBy`, where it has one. */
export interface LocalColumn<Row> extends Omit<Column<Row>, 'sortable'> {
  readonly sortBy?: (row: Row) => SortValue;
}

interface LocalListProps<Row> {
  readonly label: string;
  /** "the tenants", for the sentence when they cannot be read. */
  readonly what: string;
  readonly search: string;
  readonly placeholder: string;
  readonly reading: Reading & { readonly data: readonly Row[] | undefined };
  readonly columns: readonly LocalColumn<Row>[];
  readonly sort: Sort;
  /** What the search looks in. */
  readonly textOf: (row: Row) => string;
  readonly rowId: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly empty: ReactNode;
  /** Names of the address that narrow the list further. */
  readonly filters?: ReactNode;
  readonly filtered?: boolean;
  readonly end?: ReactNode;
}

/** A list that the console gives as a whole, as there are few: searched and sorted here, by what the address says. */
export function LocalList<Row>(props: LocalListProps<Row>) {
  const { search, placeholder, reading, columns, sort: usual, textOf, filters, filtered = false, end, ...rest } = props;
  const t = useMessages(listingMessages);
  const format = useFormat();
  const url = useUrlState();
  const text = url.get('q');
  const sortable = columns.map(({ sortBy, ...column }) => ({ ...column, sortable: sortBy !== undefined }));
  const sort = readSort(url.get('sort'), sortable, usual);
  const sortBy = columns.find(({ id }) => id === sort.by)?.sortBy;
  const rows = reading.data && arranged(reading.data, { text, textOf, sort, sortBy });
  return (
    <>
      <TableBar
        end={
          <>
            {end}
            <SavedViews />
          </>
        }
      >
        <SettledSearch
          label={search}
          placeholder={placeholder}
          value={text}
          onSettle={(next) => url.set({ q: next.trim() })}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        {filters}
        <p role="status" className="text-muted text-xs tabular-nums">
          {rows !== undefined &&
            rows.length > 0 &&
            t.count(format.number(rows.length), format.number(reading.data?.length ?? 0))}
        </p>
      </TableBar>
      <ListCard
        {...rest}
        reading={reading}
        columns={sortable}
        rows={rows}
        sort={sort}
        onSort={(next) => url.set({ sort: sortText(next) })}
        filtered={filtered || text !== ''}
        onShowAll={() => url.replace('')}
      />
    </>
  );
}
