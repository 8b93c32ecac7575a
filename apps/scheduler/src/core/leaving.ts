import type { HostId } from '@damselfly/core';
import { moveToFront } from './dag.ts';
import { dropChildren, dropParents } from './edges.ts';
import type { Host } from './host.ts';
import { endLeaseOf, seedFailed, setTaskState, triggeredLease } from './origin.ts';
import { noDownload, type Peer } from './peer.ts';
import { restand } from './standing.ts';
import type { Task } from './task.ts';
import { dismiss, publish, publishState, type Turn } from './turn.ts';
import { unpark } from './waiting-room.ts';

/** Ends a download well: from now on the peer is a root. */
export function succeed(turn: Turn, peer: Peer): void {
  unpark(turn, peer);
  peer.phase = 'succeeded';
  dropParents(turn, peer);
  moveToFront(peer);
  endLeaseOf(turn, peer);
  restand(turn, peer);
  peer.wishes = { ...peer.wishes, encodeDownload: noDownload };
  publishState(turn, peer, '');
  if (peer.wishes.range === undefined) setTaskState(turn, peer.task, 'succeeded');
  turn.cluster.deadlines.arm(peer, turn.nowMs + turn.cluster.policy.peerTtlMs);
}

/** Ends a download badly. The peer is offered to nobody and stays visible for a while. */
export function fail(turn: Turn, peer: Peer, reason: string): void {
  unpark(turn, peer);
  peer.phase = 'failed';
  dropParents(turn, peer);
  dropChildren(turn, peer);
  endLeaseOf(turn, peer);
  peer.wishes = { ...peer.wishes, encodeDownload: noDownload };
  publishState(turn, peer, reason);
  if (peer.task.leases.size === 0 && isHopeless(peer.task)) setTaskState(turn, peer.task, 'failed');
  turn.cluster.deadlines.arm(peer, turn.nowMs + turn.cluster.policy.failedPeerTtlMs);
}

/** True when every peer of the task has failed. */
function isHopeless(task: Task): boolean {
  for (const peer of task.peers.values()) if (peer.phase !== 'failed') return false;
  return true;
}

/** Forgets a peer altogether. */
export function remove(turn: Turn, peer: Peer, reason: string): void {
  const { task, host } = peer;
  unpark(turn, peer);
  // First, so that nothing brings it back into the pool while its edges go.
  peer.phase = 'failed';
  dropParents(turn, peer);
  dropChildren(turn, peer);
  restand(turn, peer);
  endLeaseOf(turn, peer);
  dismiss(turn, peer, { kind: 'failStream', code: 'aborted', message: reason });
  turn.cluster.deadlines.disarm(peer);
  host.peers.delete(peer);
  task.peers.delete(peer.id);
  turn.cluster.peers.delete(peer.id);
  publish(turn, task, { kind: 'peerLeft', peer: peer.id, atMs: turn.nowMs });
  task.updatedAtMs = turn.nowMs;
  if (task.peers.size === 0) turn.cluster.deadlines.arm(task, turn.nowMs + turn.cluster.policy.taskTtlMs);
}

/** Forgets a host and all its peers. */
export function removeHost(turn: Turn, host: Host, reason: string): void {
  const { id } = host.profile;
  for (const peer of [...host.peers]) remove(turn, peer, reason);
  turn.cluster.deadlines.disarm(host);
  turn.cluster.hosts.delete(id);
  turn.cluster.seeds.delete(host);
  for (const task of turn.cluster.waiting) abandonTrigger(turn, task, id);
  turn.effects.push({ kind: 'hostForgotten', host: id });
}

function abandonTrigger(turn: Turn, task: Task, host: HostId): void {
  if (triggeredLease(task, host) !== undefined) seedFailed(turn, task, host);
}

/** Forgets a task nobody has asked for in a while. */
export function removeTask(turn: Turn, task: Task): void {
  turn.cluster.retiredSeq = Math.max(turn.cluster.retiredSeq, task.seq);
  turn.cluster.deadlines.disarm(task);
  turn.cluster.tasks.delete(task.id);
  turn.effects.push({ kind: 'taskForgotten', task: task.id });
}
