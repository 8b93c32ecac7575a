import { applyBatch, type DagEvent, emptyTaskGraph, hostId, peerId, taskId } from '@damselfly/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergePieces, toBatches } from './batches.ts';
import { EventRing } from './event-ring.ts';

const t = taskId('t');
const names = ['a', 'b', 'c'].map(peerId);
const peer = fc.constantFrom(...names);
const event: fc.Arbitrary<DagEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('peerJoined' as const),
    peer,
    host: fc.constant(hostId('h')),
    hostname: fc.constant('h'),
    idc: fc.constant(''),
    peerKind: fc.constant('normal' as const),
    atMs: fc.constant(0),
  }),
  fc.record({
    kind: fc.constant('piecesFinished' as const),
    peer,
    parent: fc.option(peer, { nil: null }),
    pieces: fc.constant(1),
    bytes: fc.nat(),
    costMs: fc.nat(),
    atMs: fc.nat(),
  }),
  fc.record({ kind: fc.constant('peerLeft' as const), peer, atMs: fc.constant(0) }),
);
const numbered = (events: readonly DagEvent[], task = t) =>
  events.map((one, index) => ({ task, seq: index + 1, event: one }));
const piece = (who: number, bytes: number): DagEvent => ({
  ...{
    kind: 'piecesFinished',
    peer: names[who] ?? peerId('?'),
    parent: null,
    pieces: 1,
    bytes,
    costMs: 1,
    atMs: bytes,
  },
});

test('a reader of merged batches counts the same pieces and bytes over every edge', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 80 }), (events) => {
      const plain = emptyTaskGraph(t);
      if (events.length > 0) applyBatch(plain, { task: t, firstSeq: 1, lastSeq: events.length, atMs: 5, events });
      const merged = emptyTaskGraph(t);
      for (const batch of toBatches(numbered(events), new Map([[t, 0]]), 5)) {
        expect(applyBatch(merged, batch)).toBe('applied');
      }
      expect(merged.seq).toBe(plain.seq);
      const totals = (graph: typeof plain) =>
        [...graph.peers.values()].map(({ peer: id, finishedPieces, finishedBytes, from, fromSource }) => {
          const edges = [...from].map(([parent, { pieces, bytes }]) => [parent, pieces, bytes]).sort();
          return [id, finishedPieces, finishedBytes, edges, fromSource?.pieces, fromSource?.bytes];
        });
      expect(totals(merged)).toEqual(totals(plain));
    }),
  );
});

test('pieces of many peers in turn become one event an edge', () => {
  const merged = mergePieces([piece(0, 1), piece(1, 2), piece(0, 3), piece(1, 4)]);
  expect(merged).toMatchObject([
    { peer: 'a', pieces: 2, bytes: 4, atMs: 3 },
    { peer: 'b', pieces: 2, bytes: 6, atMs: 4 },
  ]);
});

test('merged pieces keep when each of them came', () => {
  const [first, second] = [piece(0, 1), piece(0, 3)].map((event, at) => ({
    ...event,
    arrivals: [{ piece: at, bytes: 1, costMs: 2, atMs: at }],
  }));
  expect(mergePieces([first as DagEvent, second as DagEvent])).toMatchObject([
    { pieces: 2, arrivals: [{ piece: 0 }, { piece: 1 }] },
  ]);
});

test('pieces are not merged across another event', () => {
  const left: DagEvent = { kind: 'peerLeft', peer: peerId('a'), atMs: 0 };
  expect(mergePieces([piece(0, 1), left, piece(0, 2)])).toHaveLength(3);
});

test('tasks nobody asked for and events already sent are left out, and a hole stays a hole', () => {
  const events = [1, 2, 5, 6].map((seq) => ({ task: t, seq, event: piece(0, seq) }));
  const other = { task: taskId('u'), seq: 1, event: piece(0, 1) };
  const batches = toBatches([...events, other], new Map([[t, 1]]), 9);
  expect(batches.map(({ task, firstSeq, lastSeq }) => [task, firstSeq, lastSeq])).toEqual([
    ['t', 2, 2],
    ['t', 5, 6],
  ]);
});

test('a full ring forgets its oldest and says how many', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.nat({ max: 30 }), { maxLength: 10 }),
      (capacity, rounds) => {
        const ring = new EventRing(capacity);
        let seq = 0;
        for (const count of rounds) {
          const before = ring.dropped;
          const pushed = Array.from({ length: count }, () => ++seq);
          for (const one of pushed) ring.push({ task: t, seq: one, event: piece(0, 1) });
          expect(ring.size).toBe(Math.min(capacity, count));
          expect(ring.take().map((one) => one.seq)).toEqual(pushed.slice(-capacity));
          expect(ring.dropped - before).toBe(Math.max(0, count - capacity));
        }
      },
    ),
  );
});
