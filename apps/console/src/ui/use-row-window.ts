import { type RefObject, useLayoutEffect, useState } from 'react';
import { type RowRange, rowRange } from './row-range.ts';

interface RowWindowOptions {
  /** What scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
  /** What holds the rows, in the scroller. What stands above it is a head that stays in sight. */
  readonly body: RefObject<HTMLElement | null>;
  readonly count: number;
  /** The height of every row. */
  readonly rowPx: number;
}

interface RowWindow {
  /** The indices of the rows to draw. */
  readonly drawn: readonly number[];
  /** How high all rows are together. */
  readonly totalPx: number;
  /** Brings a row into sight, by the shortest way. */
  scrollTo(index: number): void;
}

/** Draws of many rows of one height only those in sight. */
export function useRowWindow({ scroller, body, count, rowPx }: RowWindowOptions): RowWindow {
  const [range, setRange] = useState<RowRange>({ from: 0, to: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const next = rowRange({ scrolledPx: element.scrollTop, heightPx: element.clientHeight, rowPx, count });
      setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
    };
    look();
    const resize = new ResizeObserver(look);
    resize.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resize.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, count, rowPx]);
  const to = Math.min(range.to, count);
  return {
    drawn: Array.from({ length: Math.max(0, to - range.from) }, (_, n) => range.from + n),
    totalPx: count * rowPx,
    scrollTo(index) {
      const element = scroller.current;
      if (element === null) return;
      const headPx = body.current?.offsetParent === element ? body.current.offsetTop : 0;
      const top = index * rowPx;
      const roomPx = element.clientHeight - headPx;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowPx > element.scrollTop + roomPx) element.scrollTop = top + rowPx - roomPx;
    },
  };
}
