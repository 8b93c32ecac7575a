import { applyEvent, type DagEvent, emptyTaskGraph, hostId, type PeerState, peerId, taskId } from '@damselfly/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DagBook } from './dag-book.ts';

const task = taskId('t');
const peer = fc.constantFrom(peerId('a'), peerId('b'), peerId('c'));
const parent = fc.option(peer, { nil: null });
const atMs = fc.nat(5000);
const states: readonly PeerState[] = ['waiting', 'downloading', 'backToSource', 'succeeded', 'failed'];
const event: fc.Arbitrary<DagEvent> = fc.oneof(
  fc.tuple(peer, fc.constantFrom('normal' as const, 'seed' as const), atMs).map(
    ([who, peerKind, at]): DagEvent => ({
      ...{ kind: 'peerJoined', peer: who, host: hostId(`h-${who}`), hostname: who, idc: '', peerKind, atMs: at },
    }),
  ),
  fc.record({
    ...{ kind: fc.constant('peerStateChanged' as const), peer, state: fc.constantFrom(...states) },
    ...{ reason: fc.constant(''), atMs },
  }),
  fc.record({ kind: fc.constant('parentsChanged' as const), peer, parents: fc.uniqueArray(peer), atMs }),
  fc.record({
    ...{ kind: fc.constant('piecesFinished' as const), peer, parent, pieces: fc.nat(9), bytes: fc.nat(9000) },
    ...{ costMs: fc.nat(9), atMs },
  }),
  fc.record({ kind: fc.constant('pieceFailed' as const), peer, parent, reason: fc.constant('reset'), atMs }),
  fc.record({ kind: fc.constant('peerLeft' as const), peer, atMs }),
);

test('a snapshot equals the replay of the events: failed pieces and what came from former parents too', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const book = new DagBook();
      const replayed = emptyTaskGraph(task);
      events.forEach((one, index) => {
        book.enter(task, index + 1, one);
        applyEvent(replayed, one);
      });
      expect(book.snapshot(task)?.peers ?? new Map()).toEqual(replayed.peers);
      expect(book.snapshot(task)?.seq ?? 0).toBe(events.length);
    }),
  );
});
