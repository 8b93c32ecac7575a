import type { KeyboardEvent } from 'react';

/** Where a key leads in a list of `count` with the mark at `at`; undefined for keys that lead nowhere. */
export function listStep(event: KeyboardEvent, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (event.key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1;
    case 'PageDown':
      return Math.min(count - 1, at + 8);
    case 'PageUp':
      return Math.max(0, at - 8);
    default:
      return undefined;
  }
}
