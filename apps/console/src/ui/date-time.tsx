'use client';
import { useFormat } from '../i18n/locale-provider.tsx';

/** A moment in the reader's language and time zone. */
export function DateTime({ atMs, dateOnly = false }: { readonly atMs: number; readonly dateOnly?: boolean }) {
  const format = useFormat();
  return (
    <time dateTime={new Date(atMs).toISOString()} title={format.dateTime(atMs)} suppressHydrationWarning>
      {dateOnly ? format.date(atMs) : `${format.date(atMs)}, ${format.clock(atMs)}`}
    </time>
  );
}
