'use client';
import { SearchX } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem } from '../connection/index.ts';
import { listingMessages } from './messages.ts';

/** How far a read has come. */
export interface Reading {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface ListCardProps<Row>
  extends Omit<ComponentProps<typeof DataTable<Row>>, 'rows' | 'total' | 'onOpen' | 'className'> {
  /** "the tenants", for the sentence when they cannot be read. */
  readonly what: string;
  readonly reading: Reading;
  /** Those loaded so far; absent until the first came. */
  readonly rows: readonly Row[] | undefined;
  /** How many match in all; as many as there are rows unless said. */
  readonly total?: number | undefined;
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Something narrows the list, so that an empty one says little. */
  readonly filtered: boolean;
  readonly onShowAll: () => void;
  /** Shown where there is nothing at all yet. */
  readonly empty: ReactNode;
}

/** A list from the console in each of its moments: on its way, not to be had, empty, without a match, and there. */
export function ListCard<Row>(props: ListCardProps<Row>) {
  const { what, reading, rows, total, filtered, onShowAll, empty, onOpen, ...table } = props;
  const t = useMessages(listingMessages);
  return (
    <Card aria-busy={reading.isPending} aria-label={table.label}>
      {rows === undefined && reading.error !== null && (
        <LoadProblem what={what} error={reading.error} onRetry={() => void reading.refetch()} className="m-4" />
      )}
      {rows === undefined && reading.error === null && <SkeletonRows rows={6} />}
      {rows?.length === 0 && !filtered && empty}
      {rows?.length === 0 && filtered && (
        <EmptyState icon={SearchX} title={t.nothing} action={<Button onClick={onShowAll}>{t.showAll}</Button>}>
          {t.nothingWhy}
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <DataTable {...table} {...(onOpen && { onOpen })} rows={rows} total={total ?? rows.length} />
      )}
    </Card>
  );
}
