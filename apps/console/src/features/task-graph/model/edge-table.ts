import type { Flow } from '@damselfly/core';
import { bytes, fit, ints } from './columns.ts';

/** Stands for the task's source where an edge names its parent. */
export const originSlot = -1;

/** `former`: a parent no longer offered, kept because bytes came from it. */
export const edgeKinds = { none: 0, current: 1, former: 2 } as const;

const nothing: readonly number[] = [];

/** The edges of a scene in columns. An id is reused after its edge was removed. */
export class EdgeTable {
  /** Ids run from 0 to `size - 1`; those of kind `none` are free. */
  size = 0;
  count = 0;
  parent = ints(256);
  child = ints(256);
  kind = bytes(256);
  /** Width class by throughput, see `rateClass`. */
  rateClass = bytes(256);
  readonly flows: (Flow | undefined)[] = [];
  readonly #into: number[][] = [];
  readonly #outOf: number[][] = [];
  readonly #fromOrigin: number[] = [];
  readonly #free: number[] = [];

  into(slot: number): readonly number[] {
    return this.#into[slot] ?? nothing;
  }

  outOf(slot: number): readonly number[] {
    return slot === originSlot ? this.#fromOrigin : (this.#outOf[slot] ?? nothing);
  }

  find(parent: number, child: number): number {
    for (const edge of this.into(child)) if (this.parent[edge] === parent) return edge;
    return -1;
  }

  add(parent: number, child: number, kind: number): number {
    const edge = this.#free.pop() ?? this.size++;
    this.parent = fit(this.parent, this.size, ints);
    this.child = fit(this.child, this.size, ints);
    this.kind = fit(this.kind, this.size, bytes);
    this.rateClass = fit(this.rateClass, this.size, bytes);
    this.parent[edge] = parent;
    this.child[edge] = child;
    this.kind[edge] = kind;
    this.rateClass[edge] = 0;
    this.flows[edge] = undefined;
    listAt(this.#into, child).push(edge);
    this.#outList(parent).push(edge);
    this.count += 1;
    return edge;
  }

  remove(edge: number): void {
    const parent = this.parent[edge] ?? originSlot;
    drop(listAt(this.#into, this.child[edge] ?? 0), edge);
    drop(this.#outList(parent), edge);
    this.kind[edge] = edgeKinds.none;
    this.rateClass[edge] = 0;
    this.flows[edge] = undefined;
    this.#free.push(edge);
    this.count -= 1;
  }

  #outList(parent: number): number[] {
    return parent === originSlot ? this.#fromOrigin : listAt(this.#outOf, parent);
  }
}

function listAt(lists: number[][], index: number): number[] {
  while (lists.length <= index) lists.push([]);
  return lists[index] ?? [];
}

function drop(list: number[], value: number): void {
  const index = list.indexOf(value);
  if (index >= 0) list.splice(index, 1);
}
