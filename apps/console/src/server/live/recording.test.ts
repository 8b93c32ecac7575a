import { applyBatch, type DagEvent, emptyTaskGraph, peerId, type TaskGraph } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { copyGraph } from './graph-copy.ts';
import { pullRecord } from './pull-record.ts';
import { TaskRecording } from './recording.ts';
import { Recordings } from './recordings.ts';
import { batch, graphOf, joined, onlyCluster, open, startHub, summary, t } from './testing/hub-fixture.ts';

const piece = (peer: string, parent: string | null, atMs: number, number: number): DagEvent => ({
  ...{ kind: 'piecesFinished', peer: peerId(peer), parent: parent === null ? null : peerId(parent), pieces: 1 },
  ...{ bytes: 4096, costMs: 10, arrivals: [{ piece: number, bytes: 4096, costMs: 10, atMs }], atMs },
});

/** A recording, and the graph as it was at some instants. */
function record(events: number, { maxBytes = 2 ** 30, at = [events] }: { maxBytes?: number; at?: number[] } = {}) {
  const recording = new TaskRecording({ maxBytes, onGrow: () => undefined });
  const graph = emptyTaskGraph(t);
  const after = new Map<number, TaskGraph>();
  recording.keyframe(graph);
  for (let seq = 1; seq <= events; seq += 1) {
    const event = seq <= 20 ? joined(`p${seq}`) : piece(`p${(seq % 19) + 2}`, 'p1', seq, seq);
    const one = { ...batch(seq, event), atMs: seq };
    applyBatch(graph, one);
    recording.append(one, graph);
    if (at.includes(seq)) after.set(seq, copyGraph(graph));
  }
  return { recording, after };
}

/** What a reader makes of a recording at an instant: the keyframe before it, moved on by the same reducer. */
function replay(recording: TaskRecording, atMs: number): TaskGraph {
  const segment = recording.segmentAt(atMs);
  if (segment === undefined) throw new Error('nothing recorded');
  const graph = copyGraph(segment.keyframe);
  for (const one of segment.batches) if (one.atMs <= atMs) expect(applyBatch(graph, one)).toBe('applied');
  return graph;
}

describe('a recording', () => {
  test('replays to what was, at every instant, across keyframes', () => {
    const instants = [1, 7, 21, 3999, 4000, 4001, 8000, 9000];
    const { recording, after } = record(9000, { at: instants });
    expect(recording.segments().length).toBeGreaterThan(2);
    for (const atMs of instants) expect(replay(recording, atMs)).toEqual(after.get(atMs));
    expect(recording.range()).toMatchObject({ fromMs: 0, toMs: 9000, events: 9000, olderDropped: false, gaps: [] });
  });

  test('stays within its bytes, loses its oldest events first and says so', () => {
    const { recording, after } = record(20_000, { maxBytes: 1_500_000, at: [19_999] });
    expect(recording.bytes).toBeLessThan(1_500_000 + 800_000);
    const range = recording.range();
    expect(range?.olderDropped).toBe(true);
    expect(range?.fromMs).toBeGreaterThan(0);
    expect(range?.toMs).toBe(20_000);
    expect(replay(recording, 19_999)).toEqual(after.get(19_999));
  });

  test('marks what was missed between two snapshots as a gap', () => {
    const { recording } = record(100);
    recording.keyframe({ ...graphOf('a'), atMs: 500 });
    expect(recording.range()?.gaps).toEqual([{ fromMs: 100, toMs: 500 }]);
    expect([...(recording.segmentAt(600)?.keyframe.peers.keys() ?? [])]).toEqual(['a']);
  });

  test('a snapshot after which nothing had happened leaves no gap', () => {
    const { recording, after } = record(100);
    recording.keyframe(after.get(100) ?? graphOf());
    expect(recording.range()?.gaps).toEqual([]);
  });

  test('tells one peer from its join to its last piece, and when its parents got theirs', () => {
    const { recording } = record(60);
    const pull = pullRecord(recording, peerId('p3'));
    expect(pull).toMatchObject({ hostname: 'p3', joinedAtMs: 1, unrecorded: { pieces: 0 }, hasGaps: false });
    expect(pull?.events.map(({ kind }) => kind)).toEqual(['peerJoined', 'piecesFinished', 'piecesFinished']);
    expect([...(pull?.parents.keys() ?? [])]).toEqual(['p1']);
    expect(pullRecord(recording, peerId('nobody'))).toBeUndefined();
  });
});

test('all recordings together stay within their bytes; the one silent for longest goes first', () => {
  const recordings = new Recordings({ maxRecordings: 100, maxBytesPerTask: 100_000, maxBytes: 50_000 });
  const names = Array.from({ length: 30 }, (_, n) => summary(`task-${n}`).task);
  for (const task of names) {
    const recording = recordings.of(1, task);
    recording.keyframe(graphOf('a', 'b', 'c', 'd', 'e'));
  }
  expect(recordings.bytes).toBeLessThanOrEqual(50_000);
  expect(recordings.find(names[0] ?? t, [1], () => true)).toBeUndefined();
  expect(recordings.find(names[29] ?? t, [1], () => true)?.range()?.events).toBe(0);
});

describe('the hub', () => {
  test('records a task from its first event although nobody reads it, and keeps it after it is gone', () => {
    const { hub, connect, tell } = startHub();
    const { feed, orders } = connect();
    feed.batch(batch(1, joined('a'), joined('b')));
    feed.batch(batch(3, piece('b', 'a', 5, 0)));
    tell(feed, summary('t'));
    expect(orders).toEqual([]);
    feed.summaries({ tasks: [], gone: [t], full: false });
    expect(hub.task(t)).toBeUndefined();
    expect(hub.recordedRange(t)).toMatchObject({ events: 3, gaps: [] });
    expect(hub.seenBy(onlyCluster(2)).recordedRange(t)).toBeUndefined();
    expect(hub.recordedPull(t, peerId('b'))).toMatchObject({ hostname: 'b' });
  });

  test('a reader of a recorded task costs the scheduler nothing', async () => {
    const { hub, connect, tell } = startHub();
    const { feed, orders } = connect();
    feed.batch(batch(1, joined('a')));
    tell(feed, summary('t'));
    expect(await open(hub.watchTask(t, new AbortController().signal))()).toBe('snapshot a');
    expect(orders).toEqual([]);
  });

  test('stops recording a task in which nothing happens any more', () => {
    const { connect, pass } = startHub();
    const { feed, orders } = connect();
    feed.batch(batch(1, joined('a')));
    pass(59_000);
    expect(orders).toEqual([]);
    pass(1_001);
    expect(orders).toEqual(['unwatch t']);
  });

  test('records no more tasks than allowed, and gives readers the room of recordings', async () => {
    const { hub, connect, tell } = startHub({ maxRecordedTasks: 1, maxWatchedTasks: 1 });
    const { feed, orders } = connect();
    feed.batch(batch(1, joined('a')));
    feed.batch({ ...batch(1, joined('x')), task: summary('u').task });
    expect(orders).toEqual(['unwatch u']);
    tell(feed, summary('u'));
    const first = open(hub.watchTask(summary('u').task, new AbortController().signal))();
    expect(orders).toEqual(['unwatch u', 'unwatch t', 'watch u']);
    feed.snapshot({ ...graphOf('x'), task: summary('u').task });
    expect(await first).toBe('snapshot x');
  });

  test('a scheduler that started anew begins a task again', () => {
    const { hub, connect } = startHub();
    const before = connect();
    before.feed.batch(batch(1, joined('a')));
    before.feed.lost();
    connect({ schedulerId: 'run-2' }).feed.batch({ ...batch(1, joined('b')), atMs: 900 });
    expect([...(hub.recordedSegment(t, 1000)?.keyframe.peers.keys() ?? [])]).toEqual([]);
    expect(hub.recordedRange(t)?.events).toBe(2);
  });
});
