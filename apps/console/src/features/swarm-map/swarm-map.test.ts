import { hostId, taskId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { bandBetween, bandWidth } from './band-shape.ts';
import { layoutMap, plane } from './map-layout.ts';
import type { MapHost } from './swarm-map.ts';
import { hostTraffic, idcFlows } from './traffic.ts';

const host = (id: string, idc: string, kind: MapHost['kind'] = 'normal'): MapHost => ({
  ...{ id: hostId(id), hostname: id, ip: '10.0.0.1', idc, kind, uploads: 0, uploadLimit: 10, running: 0 },
  ...{ progress: undefined, stale: false },
});
const flow = (from: string | null, to: string, rateBps: number) => ({
  ...{ from: from === null ? null : hostId(from), to: hostId(to), task: taskId('t'), rateBps },
});
const hosts = [host('a1', 'a', 'seed'), host('a2', 'a'), host('b1', 'b')];

test('flows between hosts sum up to flows between their IDCs, the source apart', () => {
  const flows = [
    flow(null, 'a1', 5),
    flow('a1', 'a2', 7),
    flow('a1', 'b1', 3),
    flow('a2', 'b1', 8),
    flow('x', 'b1', 9),
  ];
  expect(idcFlows(flows, hosts)).toEqual([
    { from: 'a', to: 'b', bps: 11 },
    { from: 'a', to: 'a', bps: 7 },
    { from: null, to: 'a', bps: 5 },
  ]);
  expect(hostTraffic(flows).get(hostId('a1'))).toEqual({ inBps: 5, outBps: 10 });
});

describe('the layout', () => {
  test.each([1, 2, 3, 5, 8, 12])('keeps %i IDCs of 80 hosts on the plane, no cell outside its box', (count) => {
    const many = Array.from({ length: count * 80 }, (_, n) => host(`h${n}`, `idc-${n % count}`));
    const byIdc = Object.fromEntries(Array.from({ length: count }, (_, n) => [`idc-${n}`, 80]));
    const { boxes, cell, cellOf } = layoutMap(many, byIdc);
    expect(boxes).toHaveLength(count);
    expect(cellOf.size).toBe(count * 80);
    for (const { x, y, width, height, cells } of boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(plane.width);
      expect(y + height).toBeLessThanOrEqual(plane.height);
      for (const one of cells) {
        expect(one.x + cell).toBeLessThanOrEqual(x + width);
        expect(one.y + cell).toBeLessThanOrEqual(y + height);
      }
    }
  });

  test('puts seeds first, and a box does not move when a host joins another', () => {
    const before = layoutMap(hosts, { a: 2, b: 1 });
    const after = layoutMap([...hosts, host('b2', 'b')], { a: 2, b: 2 });
    expect(before.boxes[0]?.cells[0]?.host.kind).toBe('seed');
    expect(after.boxes[0]).toEqual(before.boxes[0]);
  });
});

test('a busier band is wider, and the two directions between a pair do not lie on each other', () => {
  const { boxes } = layoutMap(hosts, { a: 2, b: 1 });
  const [a, b] = boxes;
  if (a === undefined || b === undefined) throw new Error('no boxes');
  expect(bandWidth(100, 100)).toBeGreaterThan(bandWidth(10, 100));
  expect(bandBetween(a, b).label).not.toEqual(bandBetween(b, a).label);
});
