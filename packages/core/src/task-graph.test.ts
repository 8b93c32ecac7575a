import { describe, expect, test } from 'vitest';
import type { DagEvent } from './dag-event.ts';
import { hostId, peerId, taskId } from './ids.ts';
import { applyBatch, emptyTaskGraph, rateNow, rateTimeConstantMs } from './task-graph.ts';

const task = taskId('t');
const a = peerId('a');
const b = peerId('b');
const joined = (peer: typeof a): DagEvent => ({
  kind: 'peerJoined',
  peer,
  host: hostId(`h-${peer}`),
  hostname: peer,
  idc: '',
  peerKind: 'normal',
  atMs: 0,
});
const batch = (firstSeq: number, ...events: DagEvent[]) => ({
  task,
  firstSeq,
  lastSeq: firstSeq + events.length - 1,
  atMs: 0,
  events,
});
const piece = (atMs: number): DagEvent => ({
  kind: 'piecesFinished',
  peer: b,
  parent: a,
  pieces: 1,
  bytes: 4000,
  costMs: 1,
  atMs,
});

describe('applyBatch', () => {
  test('keeps what came over each edge apart from what came from the source', () => {
    const graph = emptyTaskGraph(task);
    applyBatch(graph, batch(1, joined(a), joined(b), piece(0), { ...piece(0), parent: null } as DagEvent));
    const node = graph.peers.get(b);
    expect(node?.finishedPieces).toBe(2);
    expect(node?.from.get(a)?.bytes).toBe(4000);
    expect(node?.fromSource?.bytes).toBe(4000);
  });

  test('refuses a batch after a missing one and leaves the graph as it was', () => {
    const graph = emptyTaskGraph(task);
    applyBatch(graph, batch(1, joined(a)));
    expect(applyBatch(graph, batch(3, joined(b)))).toBe('gap');
    expect(graph.peers.size).toBe(1);
    expect(graph.seq).toBe(1);
  });

  test('ignores a batch it has already applied', () => {
    const graph = emptyTaskGraph(task);
    applyBatch(graph, batch(1, joined(a), joined(b), piece(0)));
    expect(applyBatch(graph, batch(1, joined(a), joined(b), piece(0)))).toBe('stale');
    expect(graph.peers.get(b)?.finishedPieces).toBe(1);
  });

  test('forgets a peer that left, and events about it that come later', () => {
    const graph = emptyTaskGraph(task);
    applyBatch(graph, batch(1, joined(b), { kind: 'peerLeft', peer: b, atMs: 0 }, piece(0)));
    expect(graph.peers.size).toBe(0);
  });
});

describe('rateNow', () => {
  test('approaches the true rate of a steady flow and fades when it stops', () => {
    const graph = emptyTaskGraph(task);
    applyBatch(graph, batch(1, joined(b)));
    for (let i = 0; i < 200; i += 1) applyBatch(graph, batch(2 + i, piece(i * 100)));
    const flow = graph.peers.get(b)?.from.get(a);
    if (flow === undefined) throw new Error('no flow');
    expect(rateNow(flow, flow.rateAtMs)).toBeGreaterThan(38_000);
    expect(rateNow(flow, flow.rateAtMs)).toBeLessThan(43_000);
    expect(rateNow(flow, flow.rateAtMs + 5 * rateTimeConstantMs)).toBeLessThan(400);
  });
});
