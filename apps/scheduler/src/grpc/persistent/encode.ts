import { hostId, type PeerId } from '@damselfly/core';
import { common } from '@damselfly/proto';
import type { Cluster } from '../../core/cluster.ts';
import type { Peer } from '../../core/peer.ts';
import type { CopyRecord, TaskRecord } from '../../persistent/record.ts';
import type { TaskView } from '../../persistent/replicas.ts';
import { duration, stateNames } from '../encode-peer.ts';
import type { HostBook } from '../host-book.ts';

/** What the two kinds of messages have in common for a task. */
export const taskPart = ({ task, pinned, all }: TaskView) => ({
  id: task.id,
  persistentReplicaCount: BigInt(task.wantedReplicas),
  currentPersistentReplicaCount: BigInt(pinned),
  currentReplicaCount: BigInt(all),
  contentLength: BigInt(task.contentLength),
  pieceCount: task.pieceCount,
  state: task.state,
  ttl: duration(task.ttlMs),
  createdAt: new Date(task.createdAtMs),
  updatedAt: new Date(task.updatedAtMs),
});

export const persistentTaskMessage = (view: TaskView): common.PersistentTask =>
  common.PersistentTask.fromPartial(taskPart(view));

/** A copy as the store knows it, without its task. */
export const copyPart = (copy: CopyRecord, hosts: HostBook) => ({
  id: copy.peer,
  persistent: copy.pinned,
  cost: duration(copy.costMs),
  state: copy.state,
  host: hosts.announced(hostId(copy.host)),
  createdAt: new Date(copy.createdAtMs),
  updatedAt: new Date(copy.updatedAtMs),
  concurrentPieceCount: copy.concurrentPieces,
});

const parentPart = (peer: Peer, pinned: ReadonlySet<PeerId>, hosts: HostBook) => ({
  id: peer.id,
  persistent: pinned.has(peer.id),
  cost: duration(peer.updatedAtMs - peer.createdAtMs),
  state: stateNames[peer.phase],
  host: hosts.forChildren(peer.host.profile.id),
  createdAt: new Date(peer.createdAtMs),
  updatedAt: new Date(peer.updatedAtMs),
  concurrentPieceCount: peer.wishes.concurrentPieces,
});

/** The offered parents that are still there, and their task as a child needs it. */
export function parentParts(
  ids: readonly PeerId[],
  { cluster, hosts }: { cluster: Cluster; hosts: HostBook },
  pinned: ReadonlySet<PeerId>,
) {
  return ids.flatMap((id) => {
    const peer = cluster.peers.get(id);
    return peer === undefined ? [] : [parentPart(peer, pinned, hosts)];
  });
}

/** A task on its way to a child, for whom the counts mean nothing. */
export const uncounted = (task: TaskRecord): TaskView => ({ task, pinned: 0, all: 0 });
