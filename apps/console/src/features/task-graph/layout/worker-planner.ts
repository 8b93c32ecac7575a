import type { LayeredGraph } from './layered-graph.ts';
import type { LevelPlan } from './level-plan.ts';
import { packGraph } from './packed-graph.ts';

/** Plans levels beside the page. One plan at a time; dispose it to end the worker. */
export interface Planner {
  /** The plan of the graph as it is now; `undefined` when there is no worker to be had. */
  plan(graph: LayeredGraph): Promise<LevelPlan | undefined>;
  dispose(): void;
}

/** A planner whose worker starts with the first plan. */
export function workerPlanner(): Planner {
  let worker: Worker | undefined;
  return {
    plan: (graph) =>
      new Promise((resolve) => {
        worker ??= new Worker(new URL('./plan.worker.ts', import.meta.url), { type: 'module' });
        worker.onmessage = ({ data }: MessageEvent<LevelPlan>) => resolve(data);
        worker.onerror = (event) => {
          event.preventDefault();
          resolve(undefined);
        };
        worker.postMessage(packGraph(graph));
      }),
    dispose: () => worker?.terminate(),
  };
}
