import {
  type DagBatch,
  type DagEvent,
  Failure,
  type Flow,
  type PeerCounts,
  type PeerId,
  type PeerNode,
  type PieceArrival,
  rateNow,
  type TaskFacts,
  type TaskGraph,
  type TaskSummary,
} from '@damselfly/core';
import * as wire from './gen/damselfly/topology/v1/topology.ts';
import {
  decodeTaskId,
  host,
  keyOf,
  measure,
  number,
  parentOrSource,
  peer,
  peerKinds,
  text,
  uint32,
  uint64,
} from './wire-values.ts';

const taskStates = {
  pending: wire.TaskState.TASK_STATE_PENDING,
  running: wire.TaskState.TASK_STATE_RUNNING,
  succeeded: wire.TaskState.TASK_STATE_SUCCEEDED,
  failed: wire.TaskState.TASK_STATE_FAILED,
} as const;
const peerStates = {
  waiting: wire.PeerState.PEER_STATE_WAITING,
  downloading: wire.PeerState.PEER_STATE_DOWNLOADING,
  backToSource: wire.PeerState.PEER_STATE_BACK_TO_SOURCE,
  succeeded: wire.PeerState.PEER_STATE_SUCCEEDED,
  failed: wire.PeerState.PEER_STATE_FAILED,
} as const;

/** A run of events, ready for the wire. */
export function encodeBatch(batch: DagBatch): wire.EventBatch {
  return {
    taskId: batch.task,
    firstSeq: uint64(batch.firstSeq),
    lastSeq: uint64(batch.lastSeq),
    atMs: uint64(batch.atMs),
    events: batch.events.map(encodeEvent),
  };
}

/** Throws `invalid` when the sequences or an event make no sense. */
export function decodeBatch(batch: wire.EventBatch): DagBatch {
  const firstSeq = number(batch.firstSeq, 'first_seq');
  const lastSeq = number(batch.lastSeq, 'last_seq');
  if (firstSeq < 1 || lastSeq < firstSeq || batch.events.length > lastSeq - firstSeq + 1) {
    throw new Failure('invalid', `${batch.events.length} events cannot be numbered ${firstSeq} to ${lastSeq}`);
  }
  return {
    task: decodeTaskId(batch.taskId),
    firstSeq,
    lastSeq,
    atMs: number(batch.atMs, 'at_ms'),
    events: batch.events.map(decodeEvent),
  };
}

export function encodeEvent(event: DagEvent): wire.DagEvent {
  return { atMs: uint64(event.atMs), event: encodeCase(event) };
}

function encodeCase(event: DagEvent): NonNullable<wire.DagEvent['event']> {
  switch (event.kind) {
    case 'taskChanged':
      return { $case: 'taskChanged', value: { task: encodeFacts(event.task) } };
    case 'peerJoined': {
      const { peer, host, hostname, idc, peerKind } = event;
      return { $case: 'peerJoined', value: { peerId: peer, hostId: host, hostname, idc, kind: peerKinds[peerKind] } };
    }
    case 'peerStateChanged': {
      const { peer, state, reason } = event;
      return { $case: 'peerStateChanged', value: { peerId: peer, state: peerStates[state], reason } };
    }
    case 'parentsChanged':
      return { $case: 'parentsChanged', value: { peerId: event.peer, parentIds: [...event.parents] } };
    case 'piecesFinished': {
      const value = {
        peerId: event.peer,
        parentId: event.parent ?? '',
        pieces: uint32(event.pieces),
        bytes: uint64(event.bytes),
        costMs: uint64(event.costMs),
        arrivals: (event.arrivals ?? []).map((arrival) => encodeArrival(arrival, event.atMs)),
      };
      return { $case: 'piecesFinished', value };
    }
    case 'pieceFailed': {
      const value = { peerId: event.peer, parentId: event.parent ?? '', reason: event.reason };
      return {
        $case: 'pieceFailed',
        value: event.piece === undefined ? value : { ...value, piece: uint32(event.piece) },
      };
    }
    case 'peerLeft':
      return { $case: 'peerLeft', value: { peerId: event.peer } };
    default:
      return event satisfies never;
  }
}

/** Throws `invalid`. */
export function decodeEvent(message: wire.DagEvent): DagEvent {
  const atMs = number(message.atMs, 'at_ms');
  const { event } = message;
  switch (event?.$case) {
    case 'taskChanged':
      return { kind: 'taskChanged', task: decodeFacts(event.value.task), atMs };
    case 'peerJoined': {
      const { hostname, idc, kind } = event.value;
      const ids = { peer: peer(event.value.peerId), host: host(event.value.hostId) };
      return {
        kind: 'peerJoined',
        ...ids,
        hostname: text(hostname),
        idc: text(idc),
        peerKind: keyOf(peerKinds, kind, 'peer kind'),
        atMs,
      };
    }
    case 'peerStateChanged': {
      const { state, reason } = event.value;
      const changed = { peer: peer(event.value.peerId), state: keyOf(peerStates, state, 'peer state') };
      return { kind: 'peerStateChanged', ...changed, reason: text(reason), atMs };
    }
    case 'parentsChanged':
      return { kind: 'parentsChanged', peer: peer(event.value.peerId), parents: event.value.parentIds.map(peer), atMs };
    case 'piecesFinished': {
      const { peerId: id, parentId, pieces, bytes, costMs, arrivals } = event.value;
      const counts = { pieces, bytes: number(bytes, 'bytes'), costMs: number(costMs, 'cost_ms') };
      const each = arrivals.length > 0 && { arrivals: arrivals.map((arrival) => decodeArrival(arrival, atMs)) };
      return { kind: 'piecesFinished', peer: peer(id), parent: parentOrSource(parentId), ...counts, ...each, atMs };
    }
    case 'pieceFailed': {
      const { peerId: id, parentId, piece, reason } = event.value;
      const failed = { peer: peer(id), parent: parentOrSource(parentId), reason: text(reason), atMs };
      return { kind: 'pieceFailed', ...failed, ...(piece !== undefined && { piece }) };
    }
    case 'peerLeft':
      return { kind: 'peerLeft', peer: peer(event.value.peerId), atMs };
    case undefined:
      throw new Failure('invalid', 'an event without content');
    default:
      return event satisfies never;
  }
}

const encodeArrival = ({ piece, bytes, costMs, atMs }: PieceArrival, eventMs: number): wire.PieceArrival => ({
  piece: uint32(piece),
  bytes: uint64(bytes),
  costMs: uint32(costMs),
  beforeMs: uint32(eventMs - atMs),
});

const decodeArrival = ({ piece, bytes, costMs, beforeMs }: wire.PieceArrival, eventMs: number): PieceArrival => ({
  piece,
  bytes: number(bytes, 'bytes'),
  costMs,
  atMs: Math.max(0, eventMs - beforeMs),
});

/** A task's DAG, ready for the wire. Rates are taken at `graph.atMs`. */
export function encodeSnapshot(graph: TaskGraph): wire.Snapshot {
  return {
    taskId: graph.task,
    seq: uint64(graph.seq),
    atMs: uint64(graph.atMs),
    task: graph.facts && encodeFacts(graph.facts),
    peers: [...graph.peers.values()].map((node) => encodeNode(node, graph.atMs)),
  };
}

function encodeNode(node: PeerNode, atMs: number): wire.PeerNode {
  const rate = (flow: Flow | undefined) => (flow === undefined ? 0 : rateNow(flow, atMs));
  const edge = (parent: PeerId): wire.ParentEdge => {
    const flow = node.from.get(parent);
    const amount = { pieces: uint32(flow?.pieces ?? 0), bytes: uint64(flow?.bytes ?? 0) };
    return { parentId: parent, ...amount, rateBps: rate(flow) };
  };
  const offered = new Set(node.parents);
  return {
    peerId: node.peer,
    hostId: node.host,
    hostname: node.hostname,
    idc: node.idc,
    kind: peerKinds[node.kind],
    state: peerStates[node.state],
    reason: node.reason,
    finishedPieces: uint32(node.finishedPieces),
    finishedBytes: uint64(node.finishedBytes),
    joinedAtMs: uint64(node.joinedAtMs),
    parents: node.parents.map(edge),
    formerParents: [...node.from.keys()].filter((parent) => !offered.has(parent)).map(edge),
    failedPieces: uint32(node.failedPieces),
    sourcePieces: uint32(node.fromSource?.pieces ?? 0),
    sourceBytes: uint64(node.fromSource?.bytes ?? 0),
    sourceRateBps: rate(node.fromSource),
  };
}

/** Throws `invalid`. */
export function decodeSnapshot(message: wire.Snapshot): TaskGraph {
  const atMs = number(message.atMs, 'at_ms');
  return {
    task: decodeTaskId(message.taskId),
    seq: number(message.seq, 'seq'),
    atMs,
    facts: message.task && decodeFacts(message.task),
    peers: new Map(message.peers.map((node) => [peer(node.peerId), decodeNode(node, atMs)])),
  };
}

function decodeNode(node: wire.PeerNode, atMs: number): PeerNode {
  const flow = (pieces: number, bytes: bigint, rateBps: number): Flow | undefined =>
    pieces === 0 && bytes === 0n
      ? undefined
      : { pieces, bytes: number(bytes, 'bytes'), rateBps: measure(rateBps, 'rate'), rateAtMs: atMs };
  const flows = [...node.parents, ...node.formerParents].map(({ parentId, pieces, bytes, rateBps }) => {
    return [peer(parentId), flow(pieces, bytes, rateBps)] as const;
  });
  return {
    peer: peer(node.peerId),
    host: host(node.hostId),
    hostname: text(node.hostname),
    idc: text(node.idc),
    kind: keyOf(peerKinds, node.kind, 'peer kind'),
    joinedAtMs: number(node.joinedAtMs, 'joined_at_ms'),
    state: keyOf(peerStates, node.state, 'peer state'),
    reason: text(node.reason),
    finishedPieces: node.finishedPieces,
    finishedBytes: number(node.finishedBytes, 'finished_bytes'),
    failedPieces: node.failedPieces,
    parents: flows.slice(0, node.parents.length).map(([parent]) => parent),
    from: new Map(flows.flatMap(([parent, known]) => (known === undefined ? [] : [[parent, known]]))),
    fromSource: flow(node.sourcePieces, node.sourceBytes, node.sourceRateBps),
  };
}

export function encodeSummary(summary: TaskSummary): wire.TaskSummary {
  const { waiting, downloading, backToSource, succeeded, failed } = summary.peersByState;
  return {
    taskId: summary.task,
    task: encodeFacts(summary.facts),
    peersByState: {
      waiting: uint32(waiting),
      downloading: uint32(downloading),
      backToSource: uint32(backToSource),
      succeeded: uint32(succeeded),
      failed: uint32(failed),
    },
    seeds: uint32(summary.seeds),
    bytesFromSource: uint64(summary.bytesFromSource),
    bytesFromPeers: uint64(summary.bytesFromPeers),
    updatedAtMs: uint64(summary.updatedAtMs),
  };
}

/** Throws `invalid`. */
export function decodeSummary(message: wire.TaskSummary): TaskSummary {
  return {
    task: decodeTaskId(message.taskId),
    facts: decodeFacts(message.task),
    peersByState: decodeCounts(message.peersByState),
    seeds: message.seeds,
    bytesFromSource: number(message.bytesFromSource, 'bytes_from_source'),
    bytesFromPeers: number(message.bytesFromPeers, 'bytes_from_peers'),
    updatedAtMs: number(message.updatedAtMs, 'updated_at_ms'),
  };
}

function decodeCounts(message: wire.PeersByState | undefined): PeerCounts {
  const { waiting = 0, downloading = 0, backToSource = 0, succeeded = 0, failed = 0 } = message ?? {};
  return { waiting, downloading, backToSource, succeeded, failed };
}

function encodeFacts(facts: TaskFacts): wire.TaskFacts {
  const { url, application, tag, digest, contentLength, pieceLength, totalPieces } = facts;
  return {
    url,
    application,
    tag,
    digest,
    type: 0,
    ...(contentLength !== undefined && { contentLength: uint64(contentLength) }),
    ...(pieceLength !== undefined && { pieceLength: uint64(pieceLength) }),
    ...(totalPieces !== undefined && { totalPieces: uint32(totalPieces) }),
    state: taskStates[facts.state],
    createdAtMs: uint64(facts.createdAtMs),
  };
}

function decodeFacts(message: wire.TaskFacts | undefined): TaskFacts {
  if (message === undefined) throw new Failure('invalid', 'a task without its facts');
  const { url, application, tag, digest, contentLength, pieceLength, totalPieces, state, createdAtMs } = message;
  return {
    url: text(url),
    application: text(application),
    tag: text(tag),
    digest: text(digest),
    ...(contentLength !== undefined && { contentLength: number(contentLength, 'content_length') }),
    ...(pieceLength !== undefined && { pieceLength: number(pieceLength, 'piece_length') }),
    ...(totalPieces !== undefined && { totalPieces }),
    state: keyOf(taskStates, state, 'task state'),
    createdAtMs: number(createdAtMs, 'created_at_ms'),
  };
}
