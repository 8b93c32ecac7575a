import type { DagBatch, DagEvent, PeerKind, PeerState, TaskFacts } from './dag-event.ts';
import type { HostId, PeerId, TaskId } from './ids.ts';

/** What came over one edge. `rateBps` (bytes per second) is true at `rateAtMs` and fades from there: see `rateNow`. */
export interface Flow {
  pieces: number;
  bytes: number;
  rateBps: number;
  rateAtMs: number;
}

export interface PeerNode {
  readonly peer: PeerId;
  readonly host: HostId;
  readonly hostname: string;
  readonly idc: string;
  readonly kind: PeerKind;
  readonly joinedAtMs: number;
  state: PeerState;
  reason: string;
  finishedPieces: number;
  finishedBytes: number;
  failedPieces: number;
  /** The parents the scheduler offers now. */
  parents: readonly PeerId[];
  /** What came from each parent, also from former ones. */
  readonly from: Map<PeerId, Flow>;
  /** What came from the source; `undefined` until the first byte. */
  fromSource: Flow | undefined;
}

/** One task's DAG as a reader holds it: a snapshot, moved on by `applyBatch`. */
export interface TaskGraph {
  readonly task: TaskId;
  seq: number;
  atMs: number;
  facts: TaskFacts | undefined;
  readonly peers: Map<PeerId, PeerNode>;
}

export const emptyTaskGraph = (task: TaskId): TaskGraph => ({
  task,
  seq: 0,
  atMs: 0,
  facts: undefined,
  peers: new Map(),
});

/** Time constant of the throughput average: a burst has faded to 37 % after this. */
export const rateTimeConstantMs = 2000;

/** Throughput of a flow now, in bytes per second: the exponential average, faded since its last byte. */
export function rateNow(flow: Flow, nowMs: number): number {
  return flow.rateBps * Math.exp(-Math.max(0, nowMs - flow.rateAtMs) / rateTimeConstantMs);
}

/**
 * Applies a batch in place. Returns `gap` and changes nothing when events between the graph and the batch are missing
 * (ask for a snapshot then); a batch already applied is `stale` and ignored.
 */
export function applyBatch(graph: TaskGraph, batch: DagBatch): 'applied' | 'stale' | 'gap' {
  if (batch.lastSeq <= graph.seq) return 'stale';
  if (batch.firstSeq !== graph.seq + 1) return 'gap';
  for (const event of batch.events) applyEvent(graph, event);
  graph.seq = batch.lastSeq;
  graph.atMs = Math.max(graph.atMs, batch.atMs);
  return 'applied';
}

/** Applies one event in place. An event about a peer the graph does not hold is ignored: it left before. */
export function applyEvent(graph: TaskGraph, event: DagEvent): void {
  if (event.kind === 'taskChanged') {
    graph.facts = event.task;
    return;
  }
  if (event.kind === 'peerJoined') {
    graph.peers.set(event.peer, newNode(event));
    return;
  }
  const node = graph.peers.get(event.peer);
  if (node === undefined) return;
  switch (event.kind) {
    case 'peerStateChanged':
      node.state = event.state;
      node.reason = event.reason;
      return;
    case 'parentsChanged':
      node.parents = event.parents;
      return;
    case 'piecesFinished':
      node.finishedPieces += event.pieces;
      node.finishedBytes += event.bytes;
      if (event.parent !== event.peer)
        addToFlow(flowOf(node, event.parent, event.atMs), event.pieces, event.bytes, event.atMs);
      return;
    case 'pieceFailed':
      node.failedPieces += 1;
      return;
    case 'peerLeft':
      graph.peers.delete(event.peer);
      return;
    default:
      event satisfies never;
  }
}

function newNode(event: Extract<DagEvent, { kind: 'peerJoined' }>): PeerNode {
  const { peer, host, hostname, idc, peerKind: kind, atMs: joinedAtMs } = event;
  const progress = { finishedPieces: 0, finishedBytes: 0, failedPieces: 0 };
  return {
    peer,
    host,
    hostname,
    idc,
    kind,
    joinedAtMs,
    state: 'waiting',
    reason: '',
    ...progress,
    parents: [],
    from: new Map(),
    fromSource: undefined,
  };
}

function flowOf(node: PeerNode, parent: PeerId | null, atMs: number): Flow {
  const known = parent === null ? node.fromSource : node.from.get(parent);
  if (known !== undefined) return known;
  const fresh: Flow = { pieces: 0, bytes: 0, rateBps: 0, rateAtMs: atMs };
  if (parent === null) node.fromSource = fresh;
  else node.from.set(parent, fresh);
  return fresh;
}

function addToFlow(flow: Flow, pieces: number, bytes: number, atMs: number): void {
  flow.rateBps = rateNow(flow, atMs) + bytes / (rateTimeConstantMs / 1000);
  flow.rateAtMs = Math.max(flow.rateAtMs, atMs);
  flow.pieces += pieces;
  flow.bytes += bytes;
}
