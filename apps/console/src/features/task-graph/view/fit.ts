import { gutterFor, largestFit } from '../draw/sizes.ts';
import type { LayeredLayout } from '../layout/layered-layout.ts';

/** A zoom and a shift, as d3-zoom counts them. */
export interface Framing {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The world rectangle of a drawing, or of the slots that count, with its
 * captions; `undefined` when there is none.
 */
export function extentOf(
  layout: LayeredLayout,
  originY: number | undefined,
  counts: (slot: number) => boolean = () => true,
): Extent | undefined {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { members } of layout.bands) {
    for (const slot of members) {
      if (!counts(slot)) continue;
      left = Math.min(left, layout.places.x[slot] ?? 0);
      right = Math.max(right, layout.places.x[slot] ?? 0);
      top = Math.min(top, layout.places.y[slot] ?? 0);
      bottom = Math.max(bottom, layout.places.y[slot] ?? 0);
    }
  }
  if (left > right) return undefined;
  const side = layout.spacing.pitch * 0.6;
  const below = layout.spacing.rowHeight * 0.5 + 24;
  if (originY !== undefined)
    return {
      left: Math.min(left, -60) - side,
      right: Math.max(right, 60) + side,
      top: originY - 26,
      bottom: bottom + below,
    };
  return {
    left: left - side,
    right: right + side,
    top: top - layout.spacing.rowHeight * 0.5 - 14,
    bottom: bottom + below,
  };
}

/** The framing that shows an extent whole on a canvas, level names left free and `bottomPx` for what floats there. */
export function fitExtent(extent: Extent, width: number, height: number, bottomPx: number): Framing {
  const gutter = gutterFor(width);
  const right = gutter === 0 ? 10 : 28;
  const left = gutter === 0 ? 10 : gutter;
  const top = 18;
  const roomX = Math.max(80, width - left - right);
  const roomY = Math.max(80, height - top - bottomPx);
  const k = Math.min(largestFit, roomX / (extent.right - extent.left), roomY / (extent.bottom - extent.top));
  const middleX = centre(width, left, right, (extent.right - extent.left) * k);
  return {
    k,
    x: middleX - ((extent.left + extent.right) / 2) * k,
    y: top + roomY / 2 - ((extent.top + extent.bottom) / 2) * k,
  };
}

/** A small drawing stands in the middle of the whole canvas, a wide one in the middle of what the gutter leaves. */
function centre(width: number, left: number, right: number, needed: number): number {
  return needed + 2 * left <= width ? width / 2 : left + (width - left - right) / 2;
}
