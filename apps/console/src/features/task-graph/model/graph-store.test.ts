import { type DagEvent, emptyTaskGraph } from '@damselfly/core';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { Swarm } from '../../../../bench/live-dag/swarm.ts';
import { planLevels } from '../layout/level-plan.ts';
import { edgeKinds, originSlot } from './edge-table.ts';
import { GraphStore } from './graph-store.ts';
import { batches, facts, joined, left, peer, received, state, task } from './swarm.fixture.ts';

const opened: GraphStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.dispose();
});

function storeOf(...runs: DagEvent[][]): GraphStore {
  const store = new GraphStore({ task, wallMs: () => 0 });
  opened.push(store);
  const batch = batches();
  for (const events of runs) store.apply(batch(events));
  return store;
}

/** The edges as `parent>child kind`. */
function edgesOf({ scene }: GraphStore): string[] {
  const { edges } = scene;
  const name = (slot: number) => (slot === originSlot ? 'origin' : (scene.peers[slot]?.hostname ?? '?'));
  const list: string[] = [];
  for (let edge = 0; edge < edges.size; edge++) {
    const kind = edges.kind[edge];
    if (kind === edgeKinds.none) continue;
    const word = kind === edgeKinds.current ? 'current' : 'former';
    list.push(`${name(edges.parent[edge] ?? 0)}>${name(edges.child[edge] ?? 0)} ${word}`);
  }
  return list.sort();
}

const seeded = [...joined('seed'), state('seed', 'backToSource'), received('seed', null, 500)];

test('edges show offered parents, former parents that gave bytes, and the origin', () => {
  const store = storeOf(seeded, [...joined('a', ['seed']), state('a', 'downloading'), received('a', 'seed', 10)]);
  store.apply({
    ...batches()(joined('b', ['a'])),
    firstSeq: store.graph.seq + 1,
    lastSeq: store.graph.seq + 2,
  });
  expect(edgesOf(store)).toEqual(['a>b current', 'origin>seed current', 'seed>a current']);
});

test('a parent no longer offered stays as a former one when bytes came from it, and goes when none did', () => {
  const moved = (parents: string[]): DagEvent => ({
    kind: 'parentsChanged',
    peer: peer('a'),
    parents: parents.map(peer),
    atMs: 0,
  });
  const store = storeOf(
    [...joined('seed-1'), ...joined('seed-2'), ...joined('seed-3')],
    [...joined('a', ['seed-1', 'seed-2']), state('a', 'downloading'), received('a', 'seed-1', 10)],
    [moved(['seed-3'])],
  );
  expect(edgesOf(store)).toEqual(['seed-1>a former', 'seed-3>a current']);
});

test('a peer that leaves takes its edges along, and its slot serves the next one', () => {
  const store = storeOf([...joined('seed'), ...joined('a', ['seed']), ...joined('b', ['a'])], [left('a')]);
  expect(edgesOf(store)).toEqual([]);
  const { size } = store.scene;
  store.apply({ ...batches()(joined('c', ['seed'])), firstSeq: store.graph.seq + 1, lastSeq: store.graph.seq + 2 });
  expect(store.scene.size).toBe(size);
  expect(edgesOf(store)).toEqual(['seed>c current']);
});

test('a child that names a parent before it joins is linked when the parent comes', () => {
  const store = storeOf(joined('b', ['a']), joined('a', []));
  expect(edgesOf(store)).toEqual(['a>b current']);
  expect(store.layout.places.level[store.scene.slotOf(peer('b')) ?? 0]).toBe(2);
});

test('progress follows the length when it becomes known', () => {
  const store = storeOf([...joined('a'), state('a', 'downloading'), received('a', null, 250)]);
  const slot = store.scene.slotOf(peer('a')) ?? 0;
  expect(store.scene.progress[slot]).toBe(0);
  store.apply({
    task,
    firstSeq: store.graph.seq + 1,
    lastSeq: store.graph.seq + 1,
    atMs: 0,
    events: [{ kind: 'taskChanged', task: facts, atMs: 0 }],
  });
  expect(store.scene.progress[slot]).toBe(0.25);
});

test('a gap changes nothing and a batch seen before is ignored', () => {
  const batch = batches();
  const first = batch(joined('seed'));
  const second = batch(joined('a', ['seed']));
  const third = batch(joined('b', ['seed']));
  const store = storeOf();
  expect(store.apply(first)).toBe('applied');
  expect(store.apply(third)).toBe('gap');
  expect(store.scene.count).toBe(1);
  expect(store.apply(second)).toBe('applied');
  expect(store.apply(second)).toBe('stale');
  expect(store.scene.count).toBe(2);
});

test('a snapshot keeps the slots of peers known before and drops the others', () => {
  const store = storeOf([...joined('seed'), ...joined('a', ['seed']), ...joined('b', ['seed'])]);
  const kept = store.scene.slotOf(peer('a'));
  const again = storeOf([...joined('seed'), ...joined('a', ['seed']), ...joined('c', ['a'])]);
  store.replace(again.graph);
  expect(store.scene.slotOf(peer('a'))).toBe(kept);
  expect(store.scene.slotOf(peer('b'))).toBeUndefined();
  expect(store.hostnameOf(peer('b'))).toBe('b');
  expect(edgesOf(store)).toEqual(['a>c current', 'seed>a current']);
  expect(store.connection).toBe('live');
});

test('nothing flows into a peer that is done, and the counters say so', () => {
  const running = [...joined('seed'), ...joined('a', ['seed']), state('a', 'downloading'), received('a', 'seed', 50e6)];
  const store = storeOf(running);
  const edge = store.scene.edges.find(store.scene.slotOf(peer('seed')) ?? 0, store.scene.slotOf(peer('a')) ?? 0);
  expect(store.scene.edgeRate(edge, 0)).toBe(25e6);
  store.apply({
    task,
    firstSeq: store.graph.seq + 1,
    lastSeq: store.graph.seq + 1,
    atMs: 0,
    events: [state('a', 'succeeded')],
  });
  expect(store.scene.edgeRate(edge, 0)).toBe(0);
});

test('a snapshot of long ago shows no traffic of long ago', () => {
  const then = storeOf([
    ...joined('seed'),
    ...joined('a', ['seed']),
    state('a', 'downloading'),
    received('a', 'seed', 50e6),
  ]);
  const store = new GraphStore({ task, wallMs: () => 3_600_000 });
  opened.push(store);
  store.replace(then.graph);
  expect(store.counters().throughputBps).toBe(0);
});

test('columns stay in line with the graph through any history', () => {
  const names = ['seed', 'a', 'b', 'c', 'd', 'e'];
  const name = fc.constantFrom(...names);
  const step: fc.Arbitrary<DagEvent[]> = fc.oneof(
    fc.tuple(name, fc.array(name, { maxLength: 3 })).map(([who, parents]) => joined(who, parents)),
    name.map((who) => [left(who)]),
    fc.tuple(name, fc.option(name)).map(([who, parent]) => [received(who, parent, 10)]),
    name.map((who) => [state(who, 'succeeded')]),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (history) => {
      const store = storeOf(...history);
      const fresh = new GraphStore({ task, wallMs: () => 0 });
      opened.push(fresh);
      fresh.replace(store.graph);
      expect(edgesOf(store)).toEqual(edgesOf(fresh));
      expect(store.scene.count).toBe(store.graph.peers.size);
    }),
    { numRuns: 60 },
  );
});

test('an empty snapshot is an empty picture', () => {
  const store = storeOf(joined('seed'));
  store.replace(emptyTaskGraph(task));
  expect(store.scene.count).toBe(0);
  expect(store.counters().peers).toBe(0);
});

test('a large graph is planned beside the page, and a plan of a graph that moved on meanwhile is not taken', async () => {
  let answer = (): void => undefined;
  const planner = {
    plan: (graph: Parameters<typeof planLevels>[0]) => {
      const plan = planLevels(graph);
      return new Promise<ReturnType<typeof planLevels>>((resolve) => {
        answer = () => resolve(plan);
      });
    },
    dispose: () => undefined,
  };
  const store = new GraphStore({ task, wallMs: () => 0, planner });
  opened.push(store);
  const batch = batches();
  store.apply(batch([...joined('seed'), ...Array.from({ length: 5001 }, (_, n) => joined(`p${n}`, ['seed'])).flat()]));
  const before = store.layout.revision;
  store.tidy(3);
  expect(store.layout.revision).toBe(before);
  answer();
  await expect.poll(() => store.layout.revision).toBeGreaterThan(before);

  store.tidy(1);
  store.apply(batch(joined('late', ['seed'])));
  const moved = store.layout.revision;
  answer();
  await Promise.resolve();
  expect(store.layout.revision).toBe(moved);
  expect(store.layout.places.placed[store.scene.slotOf(peer('late')) ?? 0]).toBe(1);
});

test('hours of a swarm that keeps its size leave nothing behind', () => {
  const swarm = new Swarm({ peers: 60, seed: 7, fastestBps: 4e8, churn: 0.02, growTo: 0, mesh: false, startMs: 0 });
  const store = new GraphStore({ task: swarm.task, wallMs: () => 0 });
  opened.push(store);
  store.replace(swarm.snapshot());
  const hour = () => {
    for (let batch = 0; batch < 36_000; batch++) expect(store.apply(swarm.next())).toBe('applied');
    return { slots: store.scene.size, edges: store.scene.edges.size };
  };
  const first = hour();
  const second = hour();
  expect(store.scene.count).toBe(60);
  expect(first.slots).toBeLessThan(66);
  expect(second.slots).toBe(first.slots);
  expect(second.edges).toBeLessThanOrEqual(first.edges * 1.1);
});
