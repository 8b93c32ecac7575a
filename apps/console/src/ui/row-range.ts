/** Rows drawn: from the first one to before the last. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

interface Sight {
  readonly scrolledPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly count: number;
}

/** Rows drawn beyond each edge of what is in sight. */
export const overscan = 8;

/** The rows to draw for what is in sight, all of one height. */
export function rowRange({ scrolledPx, heightPx, rowPx, count }: Sight): RowRange {
  const first = Math.floor(scrolledPx / rowPx) - overscan;
  const behind = Math.ceil((scrolledPx + heightPx) / rowPx) + overscan;
  const to = Math.max(0, Math.min(count, behind));
  return { from: Math.max(0, Math.min(first, to)), to };
}
