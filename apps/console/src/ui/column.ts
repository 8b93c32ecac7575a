import type { ReactNode } from 'react';

/** A column of a data table. */
export interface Column<Row> {
  /** Also what the server sorts by. */
  readonly id: string;
  /** Empty over what can be done with a row. */
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
  /** A track of CSS grid; `minmax(0, 1fr)` unless said. */
  readonly width?: string;
  readonly sortable?: boolean;
  /** Shown once the table is at least so wide, in pixels. */
  readonly fromPx?: number;
}

/** What a table is sorted by. */
export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

/** `-size` and `size`, as the address holds it. */
export const sortText = ({ by, descending }: Sort): string => (descending ? `-${by}` : by);

/** Reads `sortText`; the fallback when the text names no sortable column. */
export function readSort<Row>(text: string, columns: readonly Column<Row>[], fallback: Sort): Sort {
  const descending = text.startsWith('-');
  const by = descending ? text.slice(1) : text;
  return columns.some(({ id, sortable }) => sortable === true && id === by) ? { by, descending } : fallback;
}
