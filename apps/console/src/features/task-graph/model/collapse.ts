import {
  type Flow,
  type PeerId,
  type PeerNode,
  type PeerState,
  peerId,
  rateNow,
  type TaskGraph,
} from '@damselfly/core';

/** An IDC that is shown as one peer. */
export interface IdcGroup {
  readonly idc: string;
  readonly peers: number;
  readonly states: Readonly<Record<PeerState, number>>;
}

export interface CollapsedGraph {
  readonly graph: TaskGraph;
  /** The groups by the id they have in the graph. */
  readonly groups: ReadonlyMap<PeerId, IdcGroup>;
}

/** The id a collapsed IDC has in place of its peers'. */
export const groupId = (idc: string): PeerId => peerId(`idc ${idc}`);

/**
 * The graph with the peers of some IDCs drawn together: one peer an IDC, with the mean of their progress, the sum of
 * their flows, and no flows among themselves. Seeds stay who they are. `nowMs` is when rates are taken.
 */
export function collapseGraph(graph: TaskGraph, collapses: (idc: string) => boolean, nowMs: number): CollapsedGraph {
  const standsFor = (peer: PeerId): PeerId => {
    const node = graph.peers.get(peer);
    return node === undefined || node.kind === 'seed' || !collapses(node.idc) ? peer : groupId(node.idc);
  };
  const members = new Map<PeerId, PeerNode[]>();
  const peers = new Map<PeerId, PeerNode>();
  for (const node of graph.peers.values()) {
    const id = standsFor(node.peer);
    if (id === node.peer) peers.set(id, redirected(node, standsFor, nowMs));
    else members.set(id, [...(members.get(id) ?? []), node]);
  }
  const groups = new Map<PeerId, IdcGroup>();
  for (const [id, nodes] of members) {
    const states = countStates(nodes);
    const [first] = nodes;
    if (first === undefined) continue;
    groups.set(id, { idc: first.idc, peers: nodes.length, states });
    peers.set(id, merged(id, nodes, { states, standsFor, nowMs }));
  }
  return { graph: { ...graph, peers }, groups };
}

type StandsFor = (peer: PeerId) => PeerId;

/** A peer whose parents are those that stand for them now. */
function redirected(node: PeerNode, standsFor: StandsFor, nowMs: number): PeerNode {
  const from = new Map<PeerId, Flow>();
  for (const [parent, flow] of node.from) add(from, standsFor(parent), flow, nowMs);
  const fromSource = node.fromSource && { ...node.fromSource };
  return { ...node, from, fromSource, parents: [...new Set(node.parents.map(standsFor))] };
}

interface Merging {
  readonly states: IdcGroup['states'];
  readonly standsFor: StandsFor;
  readonly nowMs: number;
}

function merged(id: PeerId, nodes: readonly PeerNode[], { states, standsFor, nowMs }: Merging): PeerNode {
  const [first] = nodes;
  if (first === undefined) throw new RangeError('a group has at least one peer');
  const from = new Map<PeerId, Flow>();
  const source = new Map<PeerId, Flow>();
  const parents = new Set<PeerId>();
  const sum = { pieces: 0, bytes: 0, failed: 0, joinedAtMs: Number.POSITIVE_INFINITY };
  for (const node of nodes) {
    sum.pieces += node.finishedPieces;
    sum.bytes += node.finishedBytes;
    sum.failed += node.failedPieces;
    sum.joinedAtMs = Math.min(sum.joinedAtMs, node.joinedAtMs);
    for (const [parent, flow] of node.from) if (standsFor(parent) !== id) add(from, standsFor(parent), flow, nowMs);
    if (node.fromSource !== undefined) add(source, id, node.fromSource, nowMs);
    for (const parent of node.parents) if (standsFor(parent) !== id) parents.add(standsFor(parent));
  }
  return {
    ...{
      peer: id,
      host: first.host,
      hostname: `${first.idc} · ${nodes.length}`,
      idc: first.idc,
      kind: 'normal',
      reason: '',
    },
    ...{ joinedAtMs: sum.joinedAtMs, state: stateOf(states), failedPieces: sum.failed, from, parents: [...parents] },
    finishedPieces: Math.round(sum.pieces / nodes.length),
    finishedBytes: Math.round(sum.bytes / nodes.length),
    fromSource: source.get(id),
  };
}

function add(flows: Map<PeerId, Flow>, parent: PeerId, flow: Flow, nowMs: number): void {
  const sum = flows.get(parent) ?? { pieces: 0, bytes: 0, rateBps: 0, rateAtMs: nowMs };
  sum.pieces += flow.pieces;
  sum.bytes += flow.bytes;
  sum.rateBps += rateNow(flow, nowMs);
  flows.set(parent, sum);
}

function countStates(nodes: readonly PeerNode[]): IdcGroup['states'] {
  const counts = { waiting: 0, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 };
  for (const { state } of nodes) counts[state] += 1;
  return counts;
}

/** What moves comes first; a group is done or failed only as a whole. */
function stateOf({ downloading, backToSource, waiting, succeeded }: IdcGroup['states']): PeerState {
  if (downloading > 0) return 'downloading';
  if (backToSource > 0) return 'backToSource';
  if (waiting > 0) return 'waiting';
  return succeeded > 0 ? 'succeeded' : 'failed';
}
