import { type Quadtree, quadtree } from 'd3-quadtree';
import { peerRadius, seedRadius } from '../draw/sizes.ts';
import type { LayeredLayout } from '../layout/layered-layout.ts';
import type { Scene } from '../model/scene.ts';

const fingerPx = 10;

/** Finds the peer under a point. The tree is rebuilt after the layout moved. */
export class HitTest {
  readonly #scene: Scene;
  readonly #layout: LayeredLayout;
  #tree: Quadtree<number> | undefined;
  #revision = -1;

  constructor({ scene, layout }: { scene: Scene; layout: LayeredLayout }) {
    this.#scene = scene;
    this.#layout = layout;
  }

  /** The slot at a world point, or -1. At a far zoom a peer is at least as large as a fingertip. */
  at(x: number, y: number, k: number): number {
    const reach = Math.max(seedRadius * 1.2, fingerPx / k);
    const slot = this.#current().find(x, y, reach);
    if (slot === undefined) return -1;
    const { places } = this.#layout;
    const away = Math.hypot((places.x[slot] ?? 0) - x, (places.y[slot] ?? 0) - y);
    const radius = this.#scene.seed[slot] === 1 ? seedRadius * 1.2 : peerRadius * 1.15;
    return away <= Math.max(radius, fingerPx / k) ? slot : -1;
  }

  #current(): Quadtree<number> {
    if (this.#tree !== undefined && this.#revision === this.#layout.revision) return this.#tree;
    const { x, y } = this.#layout.places;
    const slots: number[] = [];
    for (let slot = 0; slot < this.#scene.size; slot++) if (this.#scene.alive[slot] === 1) slots.push(slot);
    this.#tree = quadtree(
      slots,
      (slot) => x[slot] ?? 0,
      (slot) => y[slot] ?? 0,
    );
    this.#revision = this.#layout.revision;
    return this.#tree;
  }
}
