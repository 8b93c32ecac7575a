import type { PeerId } from '@damselfly/core';
import { common, type Duration, embedded, type scheduler } from '@damselfly/proto';
import type { Cluster } from '../core/cluster.ts';
import type { PeerEffect } from '../core/effect.ts';
import type { Peer, PeerPhase } from '../core/peer.ts';
import type { PieceFacts, Task } from '../core/task.ts';
import type { HostBook } from './host-book.ts';

type Answer = Exclude<PeerEffect, { kind: 'endStream' | 'failStream' }>;

/** The message an answer becomes. A parent that is gone by now is left out. */
export function encodeAnswer(answer: Answer, cluster: Cluster, hosts: HostBook): scheduler.AnnouncePeerResponse {
  switch (answer.kind) {
    case 'emptyTask':
      return { response: { $case: 'emptyTaskResponse', value: {} } };
    case 'metadataOnly':
      return { response: { $case: 'metadataOnlyResponse', value: {} } };
    case 'backToSource':
      return { response: { $case: 'needBackToSourceResponse', value: { description: answer.why } } };
    case 'offerParents': {
      const candidateParents = candidates(answer.parents, cluster, hosts);
      return { response: { $case: 'normalTaskResponse', value: { candidateParents } } };
    }
    default:
      return answer satisfies never;
  }
}

// A parent's host and task stand in an answer as bytes, under the tags of their fields: encoding them is most of what an
// answer costs, a host is the same in every answer, and the task the same for all parents in one. `CachePeer` and `CacheTask`
// have the same fields.
const taskTag = (7 << 3) | 2;
const hostTag = (8 << 3) | 2;

function candidates(ids: readonly PeerId[], cluster: Cluster, hosts: HostBook): common.Peer[] {
  const peers = ids.flatMap((id) => cluster.peers.get(id) ?? []);
  const [first] = peers;
  if (first === undefined) return [];
  const task = embedded(common.Task, taskMessage(first.task));
  return peers.map((peer) => {
    const message = peerMessage(peer);
    const host = hosts.encodedForChildren(peer.host.profile.id);
    message._unknownFields = host === undefined ? { [taskTag]: [task] } : { [taskTag]: [task], [hostTag]: [host] };
    return message;
  });
}

/** A peer without its pieces, its task and its host. */
export function peerMessage(peer: Peer): common.Peer {
  const { range } = peer.wishes;
  return {
    id: peer.id,
    range: range && { start: BigInt(range.start), length: BigInt(range.length) },
    priority: priority(peer.wishes.priority),
    pieces: [],
    cost: duration(peer.updatedAtMs - peer.createdAtMs),
    state: stateNames[peer.phase],
    task: undefined,
    host: undefined,
    needBackToSource: peer.wishes.needBackToSource,
    createdAt: new Date(peer.createdAtMs),
    updatedAt: new Date(peer.updatedAtMs),
    concurrentPieceCount: peer.wishes.concurrentPieces,
  };
}

export const stateNames: Readonly<Record<PeerPhase, string>> = {
  pending: 'Pending',
  received: 'ReceivedNormal',
  running: 'Running',
  backToSource: 'BackToSource',
  succeeded: 'Succeeded',
  failed: 'Failed',
};

const taskStateNames: Readonly<Record<Task['state'], string>> = {
  pending: 'Pending',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
};

/** What a Go scheduler sends for a length it does not know. */
const unknownLength = 2n ** 64n - 1n;

/** A task without its pieces. Request headers may hold secrets and are not told to anyone but a seed. */
export function taskMessage(task: Task): common.Task {
  const { type, url, digest, tag, application, filteredQueryParams } = task.subject;
  const { lengths } = task;
  return {
    id: task.id,
    type: taskType(type),
    url,
    digest: digest || undefined,
    tag: tag || undefined,
    application: application || undefined,
    filteredQueryParams: [...filteredQueryParams],
    requestHeader: {},
    contentLength: lengths === undefined ? unknownLength : BigInt(lengths.contentBytes),
    pieceCount: lengths?.pieces ?? 0,
    sizeScope: sizeScope(task),
    pieces: [],
    state: taskStateNames[task.state],
    peerCount: task.peers.size,
    hasAvailablePeer: task.pool.size > 0,
    createdAt: new Date(task.createdAtMs),
    updatedAt: new Date(task.updatedAtMs),
  };
}

function sizeScope({ lengths }: Task): common.SizeScope {
  if (lengths === undefined) return common.SizeScope.UNKNOW;
  if (lengths.contentBytes === 0) return common.SizeScope.EMPTY;
  if (lengths.contentBytes <= 128) return common.SizeScope.TINY;
  return lengths.pieces <= 1 ? common.SizeScope.SMALL : common.SizeScope.NORMAL;
}

/** A piece that came from the source. */
export const sourcePiece = (piece: PieceFacts): common.Piece => ({
  number: piece.number,
  offset: BigInt(piece.offset),
  length: BigInt(piece.length),
  digest: piece.digest,
  trafficType: common.TrafficType.BACK_TO_SOURCE,
  cost: duration(piece.costMs),
  createdAt: new Date(piece.createdAtMs),
});

/** Milliseconds as a protobuf duration. */
export const duration = (ms: number): Duration => ({
  seconds: BigInt(Math.floor(ms / 1000)),
  nanos: Math.floor((ms % 1000) * 1e6),
});

const priorities = Object.values(common.Priority);
const priority = (level: number): common.Priority =>
  priorities.find((value) => value === level) ?? common.Priority.LEVEL0;

const taskTypes = Object.values(common.TaskType);
const taskType = (type: number): common.TaskType =>
  taskTypes.find((value) => value === type) ?? common.TaskType.STANDARD;
