import { applyBatch, type DagEvent, emptyTaskGraph, hostId, peerId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { FlowMeters } from './host-flows.ts';

const task = taskId('t');
const finished = (peer: string, parent: string | null, bytes: number) => ({
  ...{ kind: 'piecesFinished' as const, peer: peerId(peer), parent: parent === null ? null : peerId(parent) },
  ...{ pieces: 1, bytes, costMs: 1, atMs: 0 },
});

function graphOf(count: number) {
  const graph = emptyTaskGraph(task);
  const events = Array.from({ length: count }, (_, n): DagEvent => {
    const host = hostId(`h${n}`);
    return { kind: 'peerJoined', peer: peerId(`p${n}`), host, hostname: '', idc: '', peerKind: 'normal', atMs: 0 };
  });
  applyBatch(graph, { task, firstSeq: 1, lastSeq: count, atMs: 0, events });
  return graph;
}

test('flows are told by hosts, the busiest first, and as over once they have faded', () => {
  const meters = new FlowMeters();
  const graph = graphOf(3);
  for (let ms = 0; ms < 10_000; ms += 100) {
    meters.count(graph, finished('p1', 'p0', 1e6), ms);
    meters.count(graph, finished('p0', null, 4e6), ms);
  }
  const { flows } = meters.take(10_000) ?? { flows: [] };
  expect(flows.map(({ from, to }) => [from, to])).toEqual([
    [null, 'h0'],
    ['h0', 'h1'],
  ]);
  expect(flows[1]?.rateBps).toBeGreaterThan(9e6);
  expect(flows[1]?.rateBps).toBeLessThan(11e6);
  expect(meters.take(90_000)).toMatchObject({ flows: [], moreFlows: 0 });
  expect(meters.take(91_000)).toBeUndefined();
});

test('no more than 300 flows are told one by one; the others as a sum', () => {
  const meters = new FlowMeters();
  const graph = graphOf(500);
  for (let n = 1; n < 500; n += 1) meters.count(graph, finished(`p${n}`, 'p0', n * 1e5), 0);
  const told = meters.take(0);
  expect(told?.flows).toHaveLength(300);
  expect(told?.moreFlows).toBe(199);
  expect(told?.flows[0]).toMatchObject({ to: 'h499' });
  expect(told?.moreBps).toBeGreaterThan(0);
});

test('pieces of peers that are not known any more count for nothing', () => {
  const meters = new FlowMeters();
  meters.count(graphOf(1), finished('gone', 'p0', 1e6), 0);
  expect(meters.take(0)).toBeUndefined();
});
