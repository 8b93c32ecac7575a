'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/**
 * The part of the page's state that a link shares: filters, sort, time, selection. Reading is by name; writing changes
 * the address in place, without asking the server, and drops what is empty.
 */
export function useUrlState(): {
  readonly get: (name: string) => string;
  readonly set: (change: Readonly<Record<string, string>>) => void;
  /** All of it, as it stands behind the question mark. */
  readonly query: string;
  /** Replaces all of it. */
  readonly replace: (query: string) => void;
} {
  const params = useSearchParams();
  const path = usePathname();
  const replace = useCallback(
    (query: string) => window.history.replaceState(null, '', query === '' ? path : `${path}?${query}`),
    [path],
  );
  const set = useCallback(
    (change: Readonly<Record<string, string>>) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(change)) {
        if (value === '') next.delete(name);
        else next.set(name, value);
      }
      replace(next.toString());
    },
    [replace],
  );
  return { get: (name) => params.get(name) ?? '', set, query: params.toString(), replace };
}
