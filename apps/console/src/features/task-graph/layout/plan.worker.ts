import { planLevels } from './level-plan.ts';
import { type PackedGraph, unpackGraph } from './packed-graph.ts';

// The other side of `workerPlanner`: one graph in, its plan out.
addEventListener('message', ({ data }: MessageEvent<PackedGraph>) => postMessage(planLevels(unpackGraph(data))));
