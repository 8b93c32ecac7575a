import type { PeerId, PeerState } from '@damselfly/core';
import { edgeKinds, originSlot } from './edge-table.ts';
import type { GraphStore } from './graph-store.ts';

/** One line of what a peer received: from a parent (also one that left), or from the origin when `peer` is null. */
export interface Supply {
  readonly peer: PeerId | null;
  /** `undefined` for the origin, and for a peer that left long ago. */
  readonly hostname: string | undefined;
  readonly present: boolean;
  readonly current: boolean;
  readonly pieces: number;
  readonly bytes: number;
  readonly rateBps: number;
}

export interface ChildRow {
  readonly peer: PeerId;
  readonly hostname: string;
  readonly state: PeerState;
  readonly progress: number;
}

/** All there is to say about one peer, at one moment. */
export interface PeerDetail {
  readonly peer: PeerId;
  readonly hostname: string;
  readonly idc: string;
  readonly seed: boolean;
  readonly state: PeerState;
  readonly reason: string;
  readonly progress: number;
  readonly finishedPieces: number;
  readonly finishedBytes: number;
  readonly failedPieces: number;
  readonly totalPieces: number | undefined;
  readonly level: number;
  readonly joinedAtMs: number;
  readonly rateInBps: number;
  readonly rateOutBps: number;
  readonly supplies: readonly Supply[];
  readonly children: readonly ChildRow[];
}

/** Rates into and out of a slot, in bytes per second. */
export function ratesOf(store: GraphStore, slot: number): { inBps: number; outBps: number } {
  const { scene } = store;
  const now = store.nowMs();
  const sum = (edges: readonly number[]) => edges.reduce((total, edge) => total + scene.edgeRate(edge, now), 0);
  return { inBps: sum(scene.edges.into(slot)), outBps: sum(scene.edges.outOf(slot)) };
}

/** The detail of a peer, or `undefined` when it is not in the graph. */
export function peerDetail(store: GraphStore, peer: PeerId): PeerDetail | undefined {
  const { scene, graph, layout } = store;
  const slot = scene.slotOf(peer);
  const node = graph.peers.get(peer);
  if (slot === undefined || node === undefined) return undefined;
  const rates = ratesOf(store, slot);
  const { hostname, idc, state, reason, finishedPieces, finishedBytes, failedPieces, joinedAtMs } = node;
  return {
    ...{ peer, hostname, idc, state, reason, finishedPieces, finishedBytes, failedPieces, joinedAtMs },
    seed: node.kind === 'seed',
    progress: scene.progress[slot] ?? 0,
    totalPieces: graph.facts?.totalPieces,
    level: layout.places.level[slot] ?? 0,
    rateInBps: rates.inBps,
    rateOutBps: rates.outBps,
    supplies: suppliesOf(store, slot),
    children: childrenOf(store, slot),
  };
}

function suppliesOf(store: GraphStore, slot: number): Supply[] {
  const { scene, graph } = store;
  const node = scene.peers[slot];
  if (node === undefined) return [];
  const now = store.nowMs();
  const flows = new Map<PeerId | null, { pieces: number; bytes: number }>(node.from);
  for (const parent of node.parents) if (!flows.has(parent)) flows.set(parent, { pieces: 0, bytes: 0 });
  if (node.fromSource !== undefined) flows.set(null, node.fromSource);
  const supplies = [...flows].map(([peer, { pieces, bytes }]): Supply => {
    const parent = peer === null ? originSlot : scene.slotOf(peer);
    const edge = parent === undefined ? -1 : scene.edges.find(parent, slot);
    return {
      peer,
      hostname: peer === null ? undefined : store.hostnameOf(peer),
      present: peer !== null && graph.peers.has(peer),
      current: edge >= 0 && scene.edges.kind[edge] === edgeKinds.current,
      pieces,
      bytes,
      rateBps: edge < 0 ? 0 : scene.edgeRate(edge, now),
    };
  });
  return supplies.sort((a, b) => Number(b.current) - Number(a.current) || b.bytes - a.bytes);
}

function childrenOf(store: GraphStore, slot: number): ChildRow[] {
  const { scene } = store;
  return scene.edges
    .outOf(slot)
    .flatMap((edge) => {
      const child = scene.edges.child[edge] ?? 0;
      const node = scene.peers[child];
      if (node === undefined) return [];
      const { peer, hostname, state } = node;
      return [{ peer, hostname, state, progress: scene.progress[child] ?? 0 }];
    })
    .sort((a, b) => a.hostname.localeCompare(b.hostname));
}
