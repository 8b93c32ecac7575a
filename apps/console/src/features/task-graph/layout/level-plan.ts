import { isAlive, type LayeredGraph } from './layered-graph.ts';
import { assignLevels } from './levels.ts';
import { orderLevels } from './ordering.ts';

/** Which slots stand on which level, from left to right. */
export type LevelPlan = readonly (readonly number[])[];

/** Plans all levels anew: the part of a layout that looks at every edge, several times over. */
export function planLevels(graph: LayeredGraph): LevelPlan {
  const level = new Int16Array(graph.size);
  assignLevels(graph, level);
  const levels: number[][] = [];
  for (let slot = 0; slot < graph.size; slot++) {
    if (!isAlive(graph, slot)) continue;
    const wanted = level[slot] ?? 0;
    while (levels.length <= wanted) levels.push([]);
    levels[wanted]?.push(slot);
  }
  orderLevels(graph, levels);
  return levels;
}
