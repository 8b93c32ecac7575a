import { applyBatch, type DagEvent, emptyTaskGraph, rateNow } from '@damselfly/core';
import { expect, test } from 'vitest';
import { collapseGraph, groupId } from './collapse.ts';
import { batches, joined, peer, received, state, task } from './swarm.fixture.ts';

const inIdc = (events: DagEvent[], idc: string) =>
  events.map((event): DagEvent => (event.kind === 'peerJoined' ? { ...event, idc } : event));

function swarm() {
  const graph = emptyTaskGraph(task);
  const events = [
    ...inIdc(joined('seed'), 'a'),
    ...inIdc(joined('a1', ['seed']), 'a'),
    ...inIdc(joined('a2', ['seed', 'a1']), 'a'),
    ...inIdc(joined('b1', ['a1', 'a2']), 'b'),
    ...[state('a1', 'succeeded'), state('a2', 'downloading'), state('b1', 'downloading')],
    ...[received('a1', 'seed', 100), received('a2', 'seed', 40), received('a2', 'a1', 10), received('b1', 'a1', 5)],
    ...[received('b1', 'a2', 7), received('seed', null, 100)],
  ];
  applyBatch(graph, batches()(events));
  return graph;
}

test('an IDC becomes one peer with the sum of its flows and the mean of its progress; its seed stays', () => {
  const base = swarm();
  const { graph, groups } = collapseGraph(base, (idc) => idc === 'a', 0);
  const a = groupId('a');
  expect([...graph.peers.keys()].sort()).toEqual(['b1', a, 'seed'].sort());
  expect(groups.get(a)).toMatchObject({ idc: 'a', peers: 2, states: { succeeded: 1, downloading: 1 } });
  const group = graph.peers.get(a);
  expect(group).toMatchObject({ hostname: 'a · 2', state: 'downloading', finishedBytes: 75, parents: ['seed'] });
  expect([...(group?.from ?? [])].map(([from, { bytes }]) => [from, bytes])).toEqual([['seed', 140]]);
  const b = graph.peers.get(peer('b1'));
  expect(b?.parents).toEqual([a]);
  expect(b?.from.get(a)?.bytes).toBe(12);
});

test('rates add up, and the graph it was made from is left as it was', () => {
  const base = swarm();
  const before = structuredClone(base);
  const { graph } = collapseGraph(base, () => true, 500);
  const sum = [...(base.peers.get(peer('b1'))?.from.values() ?? [])].reduce((all, flow) => all + rateNow(flow, 500), 0);
  expect(graph.peers.get(groupId('b'))?.from.get(groupId('a'))?.rateBps).toBeCloseTo(sum, 6);
  expect(base).toEqual(before);
});

test('an expanded IDC is as it was', () => {
  const base = swarm();
  const { graph, groups } = collapseGraph(base, () => false, 0);
  expect(groups.size).toBe(0);
  expect([...graph.peers.keys()]).toEqual([...base.peers.keys()]);
  expect(graph.peers.get(peer('a2'))?.parents).toEqual(['seed', 'a1']);
});
