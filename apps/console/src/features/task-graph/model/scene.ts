import { type PeerId, type PeerNode, rateNow, rateTimeConstantMs, type TaskFacts } from '@damselfly/core';
import type { GraphChanges, LayeredGraph } from '../layout/layered-graph.ts';
import { bytes, fit, floats } from './columns.ts';
import { EdgeTable, edgeKinds, originSlot } from './edge-table.ts';
import { isActive, stateCode } from './peer-state.ts';
import { rateClass, rateScale } from './rate-class.ts';

/** An average never fades to nothing; an edge over which no byte came for so long carries nothing. */
const silentAfterMs = 4 * rateTimeConstantMs;

/**
 * A task's graph as columns, in the form layout and renderer read: one slot per peer, kept while the peer stays and
 * reused after it left. It knows no time, no drawing and no framework.
 */
export class Scene implements LayeredGraph {
  size = 0;
  count = 0;
  alive = bytes(64);
  seed = bytes(64);
  state = bytes(64);
  /** Share of the content a peer holds, 0 to 1. */
  progress = floats(64);
  readonly peers: (PeerNode | undefined)[] = [];
  readonly groups: string[] = [];
  readonly parents: number[][] = [];
  readonly children: number[][] = [];
  readonly edges = new EdgeTable();
  /** Counts joins, leaves and changes of edges. */
  topologyRevision = 0;
  /** Counts changes of an edge's width class. */
  classRevision = 0;
  scale = 0.01;
  readonly #slots = new Map<PeerId, number>();
  readonly #free: number[] = [];
  /** Children by a parent they name that is not here (yet). */
  readonly #missed = new Map<PeerId, Set<number>>();
  #changes: { joined: number[]; left: number[]; relinked: number[] } = { joined: [], left: [], relinked: [] };

  slotOf(peer: PeerId): number | undefined {
    return this.#slots.get(peer);
  }

  /** What the layout has not seen yet; `undefined` when nothing. */
  takeChanges(): GraphChanges | undefined {
    const { joined, left, relinked } = this.#changes;
    if (joined.length + left.length + relinked.length === 0) return undefined;
    this.#changes = { joined: [], left: [], relinked: [] };
    return { joined, left, relinked };
  }

  /** Enters a peer that is new, and gives it a slot; its edges come with `link`. */
  admit(node: PeerNode): void {
    if (this.#slots.has(node.peer)) return;
    const slot = this.#free.pop() ?? this.size++;
    this.alive = fit(this.alive, this.size, bytes);
    this.seed = fit(this.seed, this.size, bytes);
    this.state = fit(this.state, this.size, bytes);
    this.progress = fit(this.progress, this.size, floats);
    this.alive[slot] = 1;
    this.peers[slot] = node;
    this.parents[slot] = [];
    this.children[slot] = [];
    this.#slots.set(node.peer, slot);
    this.count += 1;
    this.#changes.joined.push(slot);
    this.topologyRevision += 1;
    const children = this.#missed.get(node.peer);
    this.#missed.delete(node.peer);
    for (const child of children ?? []) {
      const waiting = this.peers[child];
      if (waiting !== undefined) this.#link(child, waiting);
    }
  }

  /** Brings a peer's columns and edges in line with its node. The peer must have been admitted. */
  refresh(node: PeerNode, facts: TaskFacts | undefined, nowMs: number): void {
    const slot = this.#slots.get(node.peer);
    if (slot === undefined) return;
    this.peers[slot] = node;
    this.groups[slot] = node.idc;
    this.seed[slot] = node.kind === 'seed' ? 1 : 0;
    this.state[slot] = stateCode(node.state);
    this.progress[slot] = progressOf(node, facts);
    this.#link(slot, node);
    for (const edge of this.edges.into(slot)) this.#classify(edge, nowMs);
  }

  /** Takes a peer out together with its edges. */
  dismiss(peer: PeerId): void {
    const slot = this.#slots.get(peer);
    if (slot === undefined) return;
    const children = this.edges.outOf(slot).map((edge) => this.edges.child[edge] ?? 0);
    for (const edge of [...this.edges.into(slot), ...this.edges.outOf(slot)]) this.edges.remove(edge);
    this.#setParents(slot, []);
    this.#slots.delete(peer);
    for (const child of children) {
      const node = this.peers[child];
      if (node !== undefined) this.#link(child, node);
    }
    for (const [missing, waiting] of this.#missed) {
      if (waiting.delete(slot) && waiting.size === 0) this.#missed.delete(missing);
    }
    this.alive[slot] = 0;
    this.peers[slot] = undefined;
    this.#free.push(slot);
    this.count -= 1;
    this.#changes.left.push(slot);
    this.topologyRevision += 1;
  }

  /** Bytes per second over an edge now; nothing flows into a peer that is not downloading. */
  edgeRate(edge: number, nowMs: number): number {
    const flow = this.edges.flows[edge];
    const node = this.peers[this.edges.child[edge] ?? 0];
    if (flow === undefined || node === undefined || !isActive(node.state)) return 0;
    return nowMs - flow.rateAtMs > silentAfterMs ? 0 : rateNow(flow, nowMs);
  }

  /** Lets rates fade: classes every edge anew, on the scale the busiest one asks for. */
  reclassify(nowMs: number): void {
    const rates: number[] = [];
    for (let edge = 0; edge < this.edges.size; edge++) {
      const rate = this.edges.flows[edge] === undefined ? 0 : this.edgeRate(edge, nowMs);
      if (rate > 0) rates.push(rate);
    }
    this.scale = rateScale(rates, this.scale);
    for (let edge = 0; edge < this.edges.size; edge++) this.#classify(edge, nowMs);
  }

  #classify(edge: number, nowMs: number): void {
    if (this.edges.kind[edge] === edgeKinds.none) return;
    const next = rateClass(this.edgeRate(edge, nowMs), this.scale);
    if (this.edges.rateClass[edge] === next) return;
    this.edges.rateClass[edge] = next;
    this.classRevision += 1;
  }

  #link(slot: number, node: PeerNode): void {
    const wanted = new Map<number, number>();
    if (node.fromSource !== undefined || node.state === 'backToSource') {
      wanted.set(originSlot, isActive(node.state) ? edgeKinds.current : edgeKinds.former);
    }
    for (const [parent, flow] of node.from) {
      const from = this.#slots.get(parent);
      if (flow.bytes === 0) continue;
      if (from === undefined) this.#miss(parent, slot);
      else if (from !== slot) wanted.set(from, edgeKinds.former);
    }
    for (const parent of node.parents) {
      const from = this.#slots.get(parent);
      if (from === undefined) this.#miss(parent, slot);
      else if (from !== slot) wanted.set(from, edgeKinds.current);
    }
    if (this.#reconcile(slot, wanted)) this.topologyRevision += 1;
    for (const edge of this.edges.into(slot)) {
      const parent = this.peers[this.edges.parent[edge] ?? originSlot];
      this.edges.flows[edge] = parent === undefined ? node.fromSource : node.from.get(parent.peer);
    }
    const current = [...wanted].filter(([from, kind]) => from !== originSlot && kind === edgeKinds.current);
    const holding = current.length > 0 ? current : [...wanted].filter(([from]) => from !== originSlot);
    this.#setParents(
      slot,
      holding.map(([from]) => from),
    );
  }

  #reconcile(slot: number, wanted: ReadonlyMap<number, number>): boolean {
    let changed = false;
    for (const edge of [...this.edges.into(slot)]) {
      const kind = wanted.get(this.edges.parent[edge] ?? originSlot);
      if (kind === this.edges.kind[edge]) continue;
      changed = true;
      if (kind === undefined) this.edges.remove(edge);
      else this.edges.kind[edge] = kind;
    }
    for (const [parent, kind] of wanted) {
      if (this.edges.find(parent, slot) >= 0) continue;
      changed = true;
      this.edges.add(parent, slot, kind);
    }
    return changed;
  }

  #setParents(slot: number, next: number[]): void {
    const before = this.parents[slot] ?? [];
    if (before.length === next.length && next.every((parent) => before.includes(parent))) return;
    for (const parent of before) {
      const list = this.children[parent] ?? [];
      const index = list.indexOf(slot);
      if (index >= 0) list.splice(index, 1);
    }
    for (const parent of next) this.children[parent]?.push(slot);
    this.parents[slot] = next;
    this.#changes.relinked.push(slot);
  }

  #miss(parent: PeerId, child: number): void {
    const waiting = this.#missed.get(parent) ?? new Set();
    waiting.add(child);
    this.#missed.set(parent, waiting);
  }
}

/** Share of the content a peer holds. A done peer holds all of it, also when nobody knows how much that is. */
export function progressOf(node: PeerNode, facts: TaskFacts | undefined): number {
  if (node.state === 'succeeded') return 1;
  if (facts?.contentLength !== undefined && facts.contentLength > 0) {
    return Math.min(1, node.finishedBytes / facts.contentLength);
  }
  return facts?.totalPieces === undefined || facts.totalPieces === 0
    ? 0
    : Math.min(1, node.finishedPieces / facts.totalPieces);
}
