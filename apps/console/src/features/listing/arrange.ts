import type { Sort } from '../../ui/column.ts';

/** What a row is sorted by in a column. */
export type SortValue = string | number;

interface Arrangement<Row> {
  readonly text: string;
  readonly textOf: (row: Row) => string;
  readonly sort: Sort;
  /** What a row is sorted by; without it the rows stay as they came. */
  readonly sortBy: ((row: Row) => SortValue) | undefined;
}

/** The rows that have every word of a text, in the order asked for. For lists that are there as a whole. */
export function arranged<Row>(rows: readonly Row[], { text, textOf, sort, sortBy }: Arrangement<Row>): readonly Row[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0 ? rows : rows.filter((row) => words.every((word) => textOf(row).toLowerCase().includes(word)));
  if (sortBy === undefined) return found;
  const sign = sort.descending ? -1 : 1;
  return [...found].sort((a, b) => sign * compared(sortBy(a), sortBy(b)));
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const compared = (a: SortValue, b: SortValue): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : byName.compare(String(a), String(b));
