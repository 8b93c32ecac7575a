'use client';
import { useUrlState } from '../../ui/use-url-state.ts';

/** What the drawer of a list holds: something new, or one of the rows. The address says it, so that a link shares it. */
export function useDrawer(name = 'open'): {
  /** `new`, the id of a row, or nothing. */
  readonly held: string;
  readonly open: (id: string) => void;
  readonly close: () => void;
} {
  const url = useUrlState();
  return { held: url.get(name), open: (id) => url.set({ [name]: id }), close: () => url.set({ [name]: '' }) };
}
