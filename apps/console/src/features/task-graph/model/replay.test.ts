import { applyBatch, type DagBatch, emptyTaskGraph, type TaskGraph } from '@damselfly/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GraphStore } from './graph-store.ts';
import type { RecordedSegment } from './recording-source.ts';
import { Replay } from './replay.ts';
import { batches, facts, joined, received, state, task } from './swarm.fixture.ts';

/** Sixty batches, one every 100 ms, in two segments; and the graph after each of them. */
function recorded() {
  const next = batches();
  const graph = emptyTaskGraph(task);
  const all: DagBatch[] = [];
  const after: TaskGraph[] = [];
  const segments: RecordedSegment[] = [];
  let keyframe = structuredClone(graph);
  for (let n = 0; n < 60; n += 1) {
    const atMs = 1000 + n * 100;
    const events =
      n === 0
        ? [
            { kind: 'taskChanged' as const, task: facts, atMs },
            ...joined('seed', [], atMs),
            state('seed', 'backToSource'),
          ]
        : n % 10 === 5
          ? [...joined(`p${n}`, ['seed'], atMs), state(`p${n}`, 'downloading')]
          : [received(n < 6 ? 'seed' : 'p5', n < 6 ? null : 'seed', 10, atMs)];
    const batch = next(events, atMs);
    applyBatch(graph, batch);
    all.push(batch);
    after.push(structuredClone(graph));
    if (n === 29) {
      segments.push({ keyframe, batches: all.slice(0, 30), fromMs: 1000, toMs: 3900, nextMs: 3900 });
      keyframe = structuredClone(graph);
    }
  }
  segments.push({ keyframe, batches: all.slice(30), fromMs: 3900, toMs: 6900, nextMs: undefined });
  return {
    segments,
    after,
    range: { fromMs: 1000, toMs: 6900, events: 90, olderDropped: false, gaps: [], activity: [] },
  };
}

function start() {
  const { segments, after, range } = recorded();
  const store = new GraphStore({ task, wallMs: () => 1e9 });
  const asked: number[] = [];
  const replay = new Replay({
    store,
    now: () => Date.now(),
    source: {
      range: async () => range,
      segment: async (atMs) => {
        asked.push(atMs);
        const found = segments.findLast((segment) => segment.fromMs <= atMs) ?? segments[0];
        if (found === undefined) throw new Error('nothing');
        return structuredClone(found);
      },
    },
  });
  return { replay, store, after, asked };
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

test('every instant shows the graph as it was, wherever one comes from', async () => {
  const { replay, store, after, asked } = start();
  await replay.refreshRange();
  for (const n of [3, 40, 12, 13, 59, 0, 30, 29]) {
    await replay.seek(1000 + n * 100);
    expect(store.graph, `batch ${n}`).toEqual(after[n]);
    expect(store.nowMs()).toBe(1000 + n * 100);
  }
  expect(asked).toHaveLength(2);
  expect(store.connection).toBe('past');
  store.dispose();
});

test('stepping goes from moment to moment, in both directions and across segments', async () => {
  const { replay, store } = start();
  await replay.refreshRange();
  await replay.seek(3700);
  const seen: (number | undefined)[] = [];
  for (const direction of [1, 1, 1, 1, -1, -1, -1] as const) {
    await replay.step(direction);
    seen.push(replay.state().atMs);
  }
  expect(seen).toEqual([3800, 3900, 4000, 4100, 4000, 3900, 3800]);
  store.dispose();
});

test('playing runs at its speed and stops at the end', async () => {
  const { replay, store, after } = start();
  await replay.refreshRange();
  await replay.seek(1000);
  replay.setSpeed(5);
  replay.play();
  await vi.advanceTimersByTimeAsync(500);
  expect(replay.state().atMs).toBeGreaterThanOrEqual(3200);
  expect(replay.state().atMs).toBeLessThanOrEqual(3500);
  await vi.advanceTimersByTimeAsync(2000);
  expect(replay.state()).toMatchObject({ atMs: 6900, playing: false });
  expect(store.graph).toEqual(after[59]);
  store.dispose();
});

test('of several instants asked for at once only the last is fetched', async () => {
  const { replay, store, after, asked } = start();
  await replay.refreshRange();
  const first = replay.seek(1100);
  await Promise.all([first, replay.seek(5000), replay.seek(5500), replay.seek(2000)]);
  expect(asked).toEqual([1100]);
  expect(store.graph).toEqual(after[10]);
  store.dispose();
});

test('leaving lets the clock of the present run again', async () => {
  const { replay, store } = start();
  await replay.refreshRange();
  await replay.seek(2000);
  replay.leave();
  expect(store.nowMs()).toBeGreaterThan(1e6);
  expect(replay.state().atMs).toBeUndefined();
  store.dispose();
});

test('a source that fails stops the player and says why', async () => {
  const { store } = start();
  const replay = new Replay({
    store,
    source: { range: async () => undefined, segment: () => Promise.reject(new Error('The line is broken.')) },
  });
  await replay.seek(5);
  expect(replay.state()).toMatchObject({ playing: false, loading: false, problem: 'The line is broken.' });
  store.dispose();
});
