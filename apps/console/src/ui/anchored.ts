'use client';
import { type RefObject, useLayoutEffect } from 'react';

export type Side = 'top' | 'bottom';
export type Align = 'start' | 'end';

const gapPx = 6;
const marginPx = 8;

/**
 * Shows `float` (an element with `popover="manual"`) beside `anchor`, above everything, for as long as it is mounted;
 * on the other side when there is no room on this one.
 */
export function useAnchored(
  anchor: RefObject<HTMLElement | null>,
  float: RefObject<HTMLElement | null>,
  { side = 'bottom', align = 'start', open }: { readonly side?: Side; readonly align?: Align; readonly open: boolean },
): void {
  useLayoutEffect(() => {
    const [from, box] = [anchor.current, float.current];
    if (!open || from === null || box === null) return;
    box.showPopover();
    const place = () => {
      const at = from.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = box;
      const roomBelow = window.innerHeight - at.bottom - marginPx;
      const below = side === 'bottom' ? roomBelow >= height || roomBelow >= at.top : at.top - marginPx < height + gapPx;
      const top = below ? at.bottom + gapPx : at.top - gapPx - height;
      const left = align === 'start' ? at.left : at.right - width;
      box.style.top = `${Math.max(marginPx, Math.min(top, window.innerHeight - height - marginPx))}px`;
      box.style.left = `${Math.max(marginPx, Math.min(left, window.innerWidth - width - marginPx))}px`;
    };
    place();
    const resized = new ResizeObserver(place);
    resized.observe(box);
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    return () => {
      resized.disconnect();
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, { capture: true });
      if (box.isConnected) box.hidePopover();
    };
  }, [anchor, float, side, align, open]);
}

/** Calls `onLeave` for a press outside of all `inside`, and when the focus goes elsewhere. */
export function useLeave(open: boolean, inside: readonly RefObject<HTMLElement | null>[], onLeave: () => void): void {
  useLayoutEffect(() => {
    if (!open) return;
    const leave = (event: Event) => {
      const { target } = event;
      if (target instanceof Node && !inside.some(({ current }) => current?.contains(target))) onLeave();
    };
    document.addEventListener('pointerdown', leave, true);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave, true);
      document.removeEventListener('focusin', leave);
    };
  });
}
