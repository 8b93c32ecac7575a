import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingGraph } from './growing-graph.fixture.ts';
import { LayeredLayout } from './layered-layout.ts';

interface Step {
  readonly kind: 'join' | 'leave' | 'relink';
  readonly pick: number;
  readonly parents: readonly number[];
}

const steps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('join' as const, 'join' as const, 'leave' as const, 'relink' as const),
      pick: fc.nat(),
      parents: fc.array(fc.nat(), { maxLength: 4 }),
    }),
    { maxLength },
  );

function play(history: readonly Step[], each: (graph: GrowingGraph, layout: LayeredLayout) => void): void {
  const graph = new GrowingGraph();
  const layout = new LayeredLayout({ aspect: 1.6 });
  graph.join([], true);
  layout.update(graph, graph.takeChanges());
  for (const { kind, pick, parents } of history) {
    if (kind === 'join') graph.join(parents, false);
    else if (kind === 'leave') graph.leave(pick);
    else graph.relink(pick, parents);
    layout.update(graph, graph.takeChanges());
    each(graph, layout);
  }
}

function expectLevelsDescend(graph: GrowingGraph, layout: LayeredLayout): void {
  for (const slot of graph.living()) {
    for (const parent of graph.parents[slot] ?? []) {
      expect(layout.places.level[slot]).toBeGreaterThanOrEqual(layout.places.level[parent] ?? 0);
    }
    const parents = graph.parents[slot] ?? [];
    const isBelow = (parent: number) => (layout.places.level[slot] ?? 0) > (layout.places.level[parent] ?? 0);
    expect(parents.length === 0 || parents.some(isBelow)).toBe(true);
  }
}

function expectNoOverlap(graph: GrowingGraph, layout: LayeredLayout): void {
  const { x, y } = layout.places;
  const { pitch, rowHeight } = layout.spacing;
  const slots = graph.living();
  for (const [index, a] of slots.entries()) {
    for (const b of slots.slice(index + 1)) {
      const apart =
        Math.abs((x[a] ?? 0) - (x[b] ?? 0)) >= pitch * 0.999 ||
        Math.abs((y[a] ?? 0) - (y[b] ?? 0)) >= rowHeight * 0.999;
      expect(apart, `slots ${a} and ${b} overlap`).toBe(true);
    }
  }
}

test('a peer stands below at least one parent and above none, whatever joins, leaves and is linked anew', () => {
  fc.assert(
    fc.property(steps(120), (history) => play(history, expectLevelsDescend)),
    { numRuns: 40 },
  );
});

test('no two peers overlap', () => {
  fc.assert(
    fc.property(steps(90), (history) => play(history, expectNoOverlap)),
    { numRuns: 30 },
  );
});

test('bands do not reach into each other', () => {
  fc.assert(
    fc.property(steps(120), (history) =>
      play(history, (_, layout) => {
        let free = Number.NEGATIVE_INFINITY;
        for (const { members, top, rows } of layout.bands) {
          if (members.length === 0) continue;
          expect(top).toBeGreaterThanOrEqual(free);
          free = top + (rows - 1) * layout.spacing.rowHeight + layout.spacing.bandGap;
        }
      }),
    ),
    { numRuns: 30 },
  );
});

test('a cycle of parents neither hangs nor loses a peer', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 60 }), (links) => {
      const graph = new GrowingGraph();
      const layout = new LayeredLayout({ aspect: 1.6 });
      for (let count = 0; count < 12; count++) graph.join([], count === 0);
      layout.update(graph, graph.takeChanges());
      for (const [child, parent] of links) {
        graph.linkAnyway(child, parent);
        layout.update(graph, graph.takeChanges());
      }
      layout.rebuild(graph);
      expect(layout.bands.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(graph.living());
    }),
    { numRuns: 60 },
  );
});

test('a newcomer moves nobody in a band that has a free cell', () => {
  const { graph, layout } = crowd(300);
  const wide = layout.bands.find(({ rows, room }) => rows > 1 && room.used < room.cells * 0.9);
  expect(wide).toBeDefined();
  const before = positions(graph, layout);
  const parent = graph.parents[wide?.members[0] ?? 0]?.[0] ?? 0;
  graph.join([parent], false);
  layout.update(graph, graph.takeChanges());
  const after = positions(graph, layout);
  for (const [slot, place] of before) expect(after.get(slot)).toEqual(place);
});

test('peers that leave give their room to those that join: bands do not grow while numbers stay', () => {
  const { graph, layout } = crowd(300);
  const wide = layout.bands.findIndex(({ rows }) => rows > 1);
  const rows = layout.bands[wide]?.rows;
  for (let round = 0; round < 400; round++) {
    const members = layout.bands[wide]?.members ?? [];
    const leaver = members[(round * 7) % members.length] ?? 0;
    const parents = [...(graph.parents[leaver] ?? [])];
    graph.leaveSlot(leaver);
    layout.update(graph, graph.takeChanges());
    graph.join(parents, false);
    layout.update(graph, graph.takeChanges());
  }
  expect(wide).toBeGreaterThanOrEqual(0);
  expect(layout.bands[wide]?.rows).toBe(rows);
  expect(layout.bands[wide]?.room.used).toBe(layout.bands[wide]?.members.length);
  expectNoOverlap(graph, layout);
});

test('a small swarm joins in the middle under its seed, evenly spread', () => {
  const graph = new GrowingGraph();
  const layout = new LayeredLayout({ aspect: 1.6 });
  graph.join([], true);
  layout.update(graph, graph.takeChanges());
  for (let count = 0; count < 3; count++) {
    graph.join([0], false);
    layout.update(graph, graph.takeChanges());
  }
  const xs = [1, 2, 3].map((slot) => layout.places.x[slot] ?? 0).sort((a, b) => a - b);
  const pitch = layout.spacing.pitch;
  expect(xs).toEqual([-pitch, 0, pitch]);
});

test.each([3, 8, 20])('%i peers that take all former ones for parents stand side by side, not in a chain', (peers) => {
  const graph = new GrowingGraph();
  const layout = new LayeredLayout({ aspect: 1.75 });
  for (let count = 0; count <= peers; count++) {
    graph.join(graph.living(), count === 0);
    layout.update(graph, graph.takeChanges());
  }
  expectLevelsDescend(graph, layout);
  expect(layout.bands.map(({ members }) => members.length)).toEqual([1, peers]);
});

test('a peer rises again in the rebuild after its deep parent has gone', () => {
  const graph = new GrowingGraph();
  const layout = new LayeredLayout({ aspect: 1.6 });
  for (const parents of [[], [0], [1], [2]]) graph.join(parents, parents.length === 0);
  layout.update(graph, graph.takeChanges());
  expect(layout.places.level[3]).toBe(3);
  graph.relinkSlot(3, [0]);
  layout.update(graph, graph.takeChanges());
  expect(layout.places.level[3]).toBe(3);
  expect(layout.isLoose(graph)).toBe(true);
  layout.rebuild(graph);
  expect(layout.places.level[3]).toBe(1);
  expect(layout.isLoose(graph)).toBe(false);
});

function crowd(size: number): { graph: GrowingGraph; layout: LayeredLayout } {
  const graph = new GrowingGraph();
  for (let count = 0; count < size; count++) graph.join(count < 3 ? [] : [count % 3], count < 3);
  const layout = new LayeredLayout({ aspect: 1.6 });
  layout.update(graph, graph.takeChanges());
  return { graph, layout };
}

function positions(graph: GrowingGraph, layout: LayeredLayout): Map<number, [number, number]> {
  return new Map(graph.living().map((slot) => [slot, [layout.places.x[slot] ?? 0, layout.places.y[slot] ?? 0]]));
}
