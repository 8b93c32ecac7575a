import type { HostId } from '@damselfly/core';
import type { MapHost } from './swarm-map.ts';

/** The plane of the picture, in its own units. */
export const plane = { width: 1200, height: 680 } as const;

export interface HostCell {
  readonly host: MapHost;
  readonly x: number;
  readonly y: number;
}

export interface IdcBox {
  readonly idc: string;
  /** How many hosts it has; not all of them may have a cell. */
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly HostCell[];
}

export interface MapLayout {
  /** Side of a host's cell. */
  readonly cell: number;
  readonly boxes: readonly IdcBox[];
  readonly cellOf: ReadonlyMap<HostId, HostCell>;
}

const headPx = 46;
const padPx = 14;
const leastWidthPx = 196;
const cellSizes = [44, 36, 30, 26, 22, 18, 15, 12, 10, 8] as const;

/**
 * Places IDCs around an ellipse, in the order of their names, so that a box stays where it is while hosts come and go;
 * hosts in it as a grid, seeds first. Cells are as large as the fullest picture allows.
 */
export function layoutMap(hosts: readonly MapHost[], hostsByIdc: Readonly<Record<string, number>>): MapLayout {
  const byIdc = new Map<string, MapHost[]>(
    Object.keys(hostsByIdc)
      .sort(compare)
      .map((idc) => [idc, []]),
  );
  for (const host of hosts) byIdc.get(host.idc)?.push(host);
  const largest = Math.max(1, ...[...byIdc.values()].map((members) => members.length));
  const room = roomFor(byIdc.size);
  const cell = cellSizes.find((size) => fits(largest, size, room)) ?? 8;
  const cellOf = new Map<HostId, HostCell>();
  const boxes = [...byIdc].map(([idc, members], index) => {
    const box = boxOf(idc, members, { cell, room, centre: centreOf(index, byIdc.size), count: hostsByIdc[idc] ?? 0 });
    for (const one of box.cells) cellOf.set(one.host.id, one);
    return box;
  });
  return { cell, boxes, cellOf };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** What one box may take: fewer boxes have more of it. */
function roomFor(boxes: number): Room {
  if (boxes <= 1) return { width: 760, height: 400 };
  if (boxes <= 2) return { width: 480, height: 420 };
  if (boxes <= 4) return { width: 360, height: 250 };
  if (boxes <= 6) return { width: 310, height: 210 };
  return { width: 240, height: 150 };
}

function fits(members: number, cell: number, { width, height }: Room): boolean {
  const across = Math.floor((width - 2 * padPx) / (cell + gap(cell)));
  return Math.ceil(members / across) * (cell + gap(cell)) + headPx + padPx <= height;
}

const gap = (cell: number): number => Math.max(2, Math.round(cell / 5));

interface Placing {
  readonly cell: number;
  readonly room: Room;
  readonly centre: { readonly x: number; readonly y: number };
  readonly count: number;
}

function boxOf(idc: string, members: MapHost[], { cell, room, centre, count }: Placing): IdcBox {
  const step = cell + gap(cell);
  const most = Math.floor((room.width - 2 * padPx) / step);
  const wished = Math.ceil(Math.sqrt(members.length * 2.2));
  const across = Math.max(1, Math.min(most, Math.max(wished, Math.floor((leastWidthPx - 2 * padPx) / step))));
  const rows = Math.max(1, Math.ceil(members.length / across));
  const width = Math.max(leastWidthPx, across * step - gap(cell) + 2 * padPx);
  const height = headPx + rows * step - gap(cell) + padPx;
  const x = Math.round(Math.min(plane.width - width - 8, Math.max(8, centre.x - width / 2)));
  const y = Math.round(Math.min(plane.height - height - 8, Math.max(64, centre.y - height / 2)));
  const cells = [...members]
    .sort((a, b) => Number(b.kind === 'seed') - Number(a.kind === 'seed') || compare(a.hostname, b.hostname))
    .map((host, at) => ({
      host,
      x: x + padPx + (at % across) * step,
      y: y + headPx + Math.floor(at / across) * step,
    }));
  return { idc, count, x, y, width, height, cells };
}

/** One in the middle, two beside each other, more around an ellipse from the left upper side on. */
function centreOf(index: number, count: number): { x: number; y: number } {
  const middle = { x: plane.width / 2, y: plane.height / 2 + 24 };
  if (count === 1) return middle;
  const angle = Math.PI + ((index + (count > 2 ? 0.5 : 0)) * 2 * Math.PI) / count;
  return { x: middle.x + 440 * Math.cos(angle), y: middle.y + 218 * Math.sin(angle) };
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
