'use client';
import type { DataTableProps } from './data-grid.tsx';
import { loaded } from './loaded.tsx';
import { SkeletonRows } from './skeleton.tsx';

const Grid = loaded(() => import('./data-grid.tsx').then((part) => part.DataGrid<unknown>), <SkeletonRows rows={6} />);

/**
 * Rows by the thousand: only those in sight are drawn; the server searches, sorts and pages. One stop of the Tab key:
 * arrows, Page, Home and End walk, Space selects (with Shift a range), Enter opens, Ctrl+A selects what is loaded.
 * Its code comes with the first table.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  // The grid hands rows back to the functions that came with them, and to nothing else.
  return <Grid {...(props as unknown as DataTableProps<unknown>)} />;
}
