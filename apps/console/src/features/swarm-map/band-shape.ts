import type { IdcBox } from './map-layout.ts';
import { plane } from './map-layout.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the source's chip stands. */
export const sourcePoint: Point = { x: plane.width / 2, y: 30 };

const middleOf = ({ x, y, width, height }: IdcBox): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Width of a band in units of the picture: the busiest takes 15, and each stays to be seen. */
export const bandWidth = (bps: number, mostBps: number): number => 1.2 + 13.8 * (bps / Math.max(1, mostBps)) ** 0.7;

const labelSize = { width: 74, height: 18 };

/** Those labels, the first ones first, that lie neither on a box nor on each other. */
export function freeLabels<Label extends Point>(
  labels: readonly Label[],
  boxes: readonly IdcBox[],
  most: number,
): Label[] {
  const placed: Label[] = [];
  for (const label of labels) {
    if (placed.length === most) break;
    const overBox = boxes.some(
      ({ x, y, width, height }) =>
        label.x > x - labelSize.width / 2 &&
        label.x < x + width + labelSize.width / 2 &&
        label.y > y - labelSize.height / 2 &&
        label.y < y + height + labelSize.height / 2,
    );
    const overLabel = placed.some(
      ({ x, y }) => Math.abs(label.x - x) < labelSize.width && Math.abs(label.y - y) < labelSize.height,
    );
    if (!overBox && !overLabel) placed.push(label);
  }
  return placed;
}

/**
 * The way of a band from box to box, bent towards the middle of the picture; the two directions between a pair lie
 * beside each other. Returns the path and a point on it for its label.
 */
export function bandBetween(from: IdcBox | undefined, to: IdcBox): { readonly path: string; readonly label: Point } {
  const a = from === undefined ? sourcePoint : middleOf(from);
  const b = middleOf(to);
  const centre = { x: plane.width / 2, y: plane.height / 2 + 24 };
  const side = from === undefined ? 0 : 26;
  const length = Math.max(1, Math.hypot(b.x - a.x, b.y - a.y));
  const normal = { x: (-(b.y - a.y) / length) * side, y: ((b.x - a.x) / length) * side };
  const pull = from === undefined ? 0.15 : 0.55;
  const bend = {
    x: (a.x + b.x) / 2 + (centre.x - (a.x + b.x) / 2) * pull + normal.x,
    y: (a.y + b.y) / 2 + (centre.y - (a.y + b.y) / 2) * pull + normal.y,
  };
  const start = edgePoint(from, a, bend);
  const end = edgePoint(to, b, bend);
  const label = { x: (start.x + 2 * bend.x + end.x) / 4, y: (start.y + 2 * bend.y + end.y) / 4 };
  return { path: `M${at(start)}Q${at(bend)} ${at(end)}`, label };
}

/** Where the way from a box's middle towards a point leaves the box. */
function edgePoint(box: IdcBox | undefined, middle: Point, towards: Point): Point {
  if (box === undefined) return { x: middle.x, y: middle.y + 16 };
  const dx = towards.x - middle.x;
  const dy = towards.y - middle.y;
  const reach = Math.min(
    Math.abs(dx) < 1e-6 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    Math.abs(dy) < 1e-6 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
  );
  const share = Math.min(1, reach);
  return { x: middle.x + dx * share, y: middle.y + dy * share };
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
