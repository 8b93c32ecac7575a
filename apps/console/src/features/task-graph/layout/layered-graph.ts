/**
 * What the layout reads: peers are slots `0…size-1`, some of them empty. `parents` and `children` are each other's
 * inverse and name living slots only; a cycle in them is tolerated, its closing edge then points upwards.
 */
export interface LayeredGraph {
  readonly size: number;
  readonly count: number;
  readonly alive: Uint8Array;
  readonly seed: Uint8Array;
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
  /** The IDC of each slot: roots of one IDC stand side by side. */
  readonly groups: readonly string[];
}

/** Slots whose place must be thought over; a slot may have left and been joined anew in one go. */
export interface GraphChanges {
  readonly joined: readonly number[];
  readonly left: readonly number[];
  readonly relinked: readonly number[];
}

const none: readonly number[] = [];

export const parentsOf = (graph: LayeredGraph, slot: number): readonly number[] => graph.parents[slot] ?? none;
export const childrenOf = (graph: LayeredGraph, slot: number): readonly number[] => graph.children[slot] ?? none;
export const isAlive = (graph: LayeredGraph, slot: number): boolean => graph.alive[slot] === 1;

/** Seeds open the picture; a peer nobody feeds yet stands where peers of the seeds stand. */
export const baseLevel = (graph: LayeredGraph, slot: number): number => (graph.seed[slot] === 1 ? 0 : 1);
