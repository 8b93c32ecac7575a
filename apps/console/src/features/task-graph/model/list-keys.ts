import type { OutlineRow } from './outline.ts';

export type ListStep =
  | { readonly kind: 'move'; readonly index: number }
  | { readonly kind: 'open'; readonly open: boolean }
  | { readonly kind: 'pick' }
  | { readonly kind: 'leave' };

/** What a key does in the list, as in any tree grid; `undefined` for keys that are not the list's. */
export function stepInList(
  key: string,
  rows: readonly OutlineRow[],
  active: number,
  pageRows: number,
): ListStep | undefined {
  const row = rows[active];
  const move = (to: number): ListStep => ({ kind: 'move', index: Math.max(0, Math.min(rows.length - 1, to)) });
  switch (key) {
    case 'ArrowDown':
      return move(active + 1);
    case 'ArrowUp':
      return move(active - 1);
    case 'PageDown':
      return move(active + pageRows);
    case 'PageUp':
      return move(active - pageRows);
    case 'Home':
      return move(0);
    case 'End':
      return move(rows.length - 1);
    case 'ArrowRight':
      return row?.kind === 'level' ? (row.open ? move(active + 1) : { kind: 'open', open: true }) : move(active);
    case 'ArrowLeft':
      if (row?.kind === 'level') return { kind: 'open', open: false };
      return move(rows.findIndex((other) => other.kind === 'level' && other.level === row?.level));
    case 'Enter':
    case ' ':
      return { kind: 'pick' };
    case 'Escape':
      return { kind: 'leave' };
    default:
      return undefined;
  }
}
