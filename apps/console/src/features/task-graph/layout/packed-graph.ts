import { isAlive, type LayeredGraph, parentsOf } from './layered-graph.ts';

/** A graph in a few flat arrays, as a worker gets it: ten thousand small ones would take longer to copy than to use. */
export interface PackedGraph {
  readonly size: number;
  readonly count: number;
  readonly alive: Uint8Array<ArrayBuffer>;
  readonly seed: Uint8Array<ArrayBuffer>;
  /** Parent and child, alternating. */
  readonly edges: Int32Array<ArrayBuffer>;
  readonly groupNames: readonly string[];
  /** The group of each slot, as a place in `groupNames`. */
  readonly groups: Int32Array<ArrayBuffer>;
}

export function packGraph(graph: LayeredGraph): PackedGraph {
  const edges: number[] = [];
  const names = new Map<string, number>();
  const groups = new Int32Array(graph.size);
  for (let slot = 0; slot < graph.size; slot++) {
    if (!isAlive(graph, slot)) continue;
    for (const parent of parentsOf(graph, slot)) edges.push(parent, slot);
    const name = graph.groups[slot] ?? '';
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    groups[slot] = known;
  }
  return {
    size: graph.size,
    count: graph.count,
    alive: Uint8Array.from(graph.alive.subarray(0, graph.size)),
    seed: Uint8Array.from(graph.seed.subarray(0, graph.size)),
    edges: Int32Array.from(edges),
    groupNames: [...names.keys()],
    groups,
  };
}

export function unpackGraph({ size, count, alive, seed, edges, groupNames, groups }: PackedGraph): LayeredGraph {
  const parents: number[][] = Array.from({ length: size }, () => []);
  const children: number[][] = Array.from({ length: size }, () => []);
  for (let at = 0; at < edges.length; at += 2) {
    const [parent = 0, child = 0] = [edges[at], edges[at + 1]];
    parents[child]?.push(parent);
    children[parent]?.push(child);
  }
  return { size, count, alive, seed, parents, children, groups: Array.from(groups, (name) => groupNames[name] ?? '') };
}
