import type { Host } from './host.ts';
import { fail, remove, removeHost, removeTask } from './leaving.ts';
import { expireLeases } from './origin.ts';
import type { Peer } from './peer.ts';
import type { Policy } from './policy.ts';
import { offer } from './serving.ts';
import { release } from './standing.ts';
import type { Task } from './task.ts';
import { dismiss, type Turn } from './turn.ts';
import { parkedPeerDueMs } from './waiting-room.ts';

/** Most alarms looked at in one step; the rest follow at once in the next. */
const alarmsPerStep = 512;

/** Looks at everything whose time has come. */
export function expire(turn: Turn): void {
  const { deadlines } = turn.cluster;
  for (let looked = 0; looked < alarmsPerStep; looked += 1) {
    const owner = deadlines.due(turn.nowMs);
    if (owner === undefined) return;
    if ('pool' in owner) examineTask(turn, owner);
    else if ('profile' in owner) examineHost(turn, owner);
    else examinePeer(turn, owner);
  }
}

function examineTask(turn: Turn, task: Task): void {
  const { cluster, nowMs } = turn;
  if (cluster.tasks.get(task.id) !== task) return;
  expireLeases(turn, task);
  if (task.parked.size > 0) turn.dirty.add(task);
  if (task.peers.size > 0) return;
  const dueMs = task.updatedAtMs + cluster.policy.taskTtlMs;
  if (dueMs > nowMs) cluster.deadlines.arm(task, dueMs);
  else if (task.leases.size === 0) removeTask(turn, task);
}

function examineHost(turn: Turn, host: Host): void {
  const { cluster, nowMs } = turn;
  if (cluster.hosts.get(host.profile.id) !== host) return;
  const dueMs = hostDueMs(cluster.policy, host);
  if (dueMs <= nowMs) {
    removeHost(turn, host, 'the host has not announced itself for too long');
    return;
  }
  release(turn, host);
  cluster.deadlines.arm(host, host.quarantinedUntilMs > nowMs ? Math.min(dueMs, host.quarantinedUntilMs) : dueMs);
}

/** When a host counts as gone: two announce intervals after its last sign of life. */
export function hostDueMs(policy: Policy, host: Host): number {
  const { announceIntervalMs } = host.profile;
  return host.updatedAtMs + (announceIntervalMs > 0 ? announceIntervalMs * 2 : policy.hostTtlMs);
}

function examinePeer(turn: Turn, peer: Peer): void {
  const { cluster, nowMs } = turn;
  if (cluster.peers.get(peer.id) !== peer) return;
  forgetEndedBlocks(peer, nowMs);
  if (peer.parkedAtMs !== undefined) {
    examineParked(turn, peer, peer.parkedAtMs);
    return;
  }
  const dueMs = peerDueMs(cluster.policy, peer);
  if (dueMs > nowMs) cluster.deadlines.arm(peer, dueMs);
  else if (peer.phase === 'failed') remove(turn, peer, 'the peer has failed');
  else if (peer.phase === 'succeeded') remove(turn, peer, 'the copy is too old');
  else {
    const message = `no piece for ${Math.round((nowMs - peer.progressAtMs) / 1000)} s`;
    dismiss(turn, peer, { kind: 'failStream', code: 'timeout', message });
    fail(turn, peer, message);
  }
}

function examineParked(turn: Turn, peer: Peer, parkedAtMs: number): void {
  const { cluster, nowMs } = turn;
  const { answerTimeoutMs } = cluster.policy;
  if (offer(turn, peer) === 'answered') {
    cluster.deadlines.arm(peer, peerDueMs(cluster.policy, peer));
    return;
  }
  if (parkedAtMs + answerTimeoutMs > nowMs) {
    cluster.deadlines.arm(peer, parkedPeerDueMs(turn, peer, parkedAtMs));
    turn.dirty.add(peer.task);
    return;
  }
  const message = `no parent could be offered within ${Math.round(answerTimeoutMs / 1000)} s; try again later`;
  cluster.decisions.note(peer, nowMs, 'refused', message);
  dismiss(turn, peer, { kind: 'failStream', code: 'exhausted', message });
  fail(turn, peer, message);
}

function peerDueMs(policy: Policy, peer: Peer): number {
  if (peer.phase === 'failed') return peer.updatedAtMs + policy.failedPeerTtlMs;
  if (peer.phase === 'succeeded') return peer.updatedAtMs + policy.peerTtlMs;
  return peer.progressAtMs + policy.pieceTimeoutMs;
}

function forgetEndedBlocks(peer: Peer, nowMs: number): void {
  for (const [parent, untilMs] of peer.blocks ?? []) if (untilMs <= nowMs) peer.blocks?.delete(parent);
}
