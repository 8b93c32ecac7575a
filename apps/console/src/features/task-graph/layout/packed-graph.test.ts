import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GrowingGraph } from './growing-graph.fixture.ts';
import { planLevels } from './level-plan.ts';
import { packGraph, unpackGraph } from './packed-graph.ts';

const members = (graph: Parameters<typeof planLevels>[0]) =>
  planLevels(graph).map((slots) => [...slots].sort((a, b) => a - b));

test('a graph that travelled to a worker is planned as it would be here', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 4 }), fc.boolean()), { maxLength: 60 }), (joins) => {
      const graph = new GrowingGraph();
      graph.join([], true);
      for (const [parents, leaves] of joins) {
        graph.join(parents, false);
        if (leaves) graph.leave(parents[0] ?? 0);
      }
      const packed = structuredClone(packGraph(graph));
      expect(members(unpackGraph(packed))).toEqual(members(graph));
    }),
  );
});
