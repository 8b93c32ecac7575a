import type { HostId } from '@damselfly/core';
import { moveToFront } from './dag.ts';
import { dropParents } from './edges.ts';
import type { Host } from './host.ts';
import { neighboursAsked } from './lookup.ts';
import { isOver, type Peer } from './peer.ts';
import { priorityOf, seedWeight } from './policy.ts';
import { takeToken } from './source-tokens.ts';
import { restand } from './standing.ts';
import type { Lease, Task } from './task.ts';
import { taskPolicy } from './task-policy.ts';
import { publishState, publishTask, type Turn, tell } from './turn.ts';
import { unpark } from './waiting-room.ts';

// The origin guard: who may fetch a task from its source, and who follows when that one is silent, fails or dies.

/** True when nobody is on the way to the source and another one may go. */
export function leaderWanted(turn: Turn, task: Task): boolean {
  if (task.leases.size >= turn.cluster.policy.sourceFetcherLimit) return false;
  for (const lease of task.leases) if (lease.stage !== 'fetching') return false;
  return true;
}

export const mayLease = (turn: Turn, task: Task): boolean => task.leases.size < turn.cluster.policy.sourceFetcherLimit;

/** The lease of a seed host that was asked and has not registered yet. */
export function triggeredLease(task: Task, host: HostId): Lease | undefined {
  for (const lease of task.leases) if (lease.stage === 'triggered' && lease.host === host) return lease;
  return undefined;
}

function leaseOf(peer: Peer): Exclude<Lease, { stage: 'triggered' }> | undefined {
  for (const lease of peer.task.leases) if (lease.stage !== 'triggered' && lease.peer === peer) return lease;
  return undefined;
}

function addLease(turn: Turn, task: Task, lease: Lease): void {
  task.leases.add(lease);
  turn.cluster.deadlines.arm(task, lease.deadlineMs);
}

/** Ends a lease; whoever waits gets another chance. */
export function endLease(turn: Turn, task: Task, lease: Lease): void {
  if (task.leases.delete(lease) && task.parked.size > 0) turn.dirty.add(task);
}

export function endLeaseOf(turn: Turn, peer: Peer): void {
  const lease = leaseOf(peer);
  if (lease !== undefined) endLease(turn, peer.task, lease);
}

/** Reserves the source for a peer that will begin, or report it has everything, within the grant's life. */
export function reserve(turn: Turn, peer: Peer): void {
  addLease(turn, peer.task, { stage: 'granted', peer, deadlineMs: turn.nowMs + turn.cluster.policy.grantLifeMs });
}

/** Sends a peer to the source. */
export function grant(turn: Turn, peer: Peer, why: string): void {
  turn.cluster.decisions.note(peer, turn.nowMs, 'backToSource', why);
  unpark(turn, peer);
  reserve(turn, peer);
  if (peer.phase === 'pending') peer.phase = 'received';
  restand(turn, peer);
  publishState(turn, peer, why);
  tell(turn, peer, { kind: 'backToSource', why });
}

/**
 * The peer has begun at the source. One that does so without a grant cannot be stopped: it takes a free lease, and
 * without one it is at least known as a parent.
 */
export function begin(turn: Turn, peer: Peer): void {
  const lease = leaseOf(peer);
  if (lease !== undefined) peer.task.leases.delete(lease);
  const free = lease !== undefined || mayLease(turn, peer.task);
  const deadlineMs = turn.nowMs + turn.cluster.policy.sourceStallMs;
  if (free) addLease(turn, peer.task, { stage: 'fetching', peer, deadlineMs });
  unpark(turn, peer);
  peer.phase = 'backToSource';
  dropParents(turn, peer);
  moveToFront(peer);
  restand(turn, peer);
  publishState(turn, peer, '');
}

/** A piece came from the source. */
export function extendLease(turn: Turn, peer: Peer): void {
  const lease = leaseOf(peer);
  if (lease?.stage === 'fetching') lease.deadlineMs = turn.nowMs + turn.cluster.policy.sourceStallMs;
}

/** Ends the leases whose holders did not move on, and asks to be called again for the others. */
export function expireLeases(turn: Turn, task: Task): void {
  for (const lease of [...task.leases]) {
    if (lease.deadlineMs > turn.nowMs) turn.cluster.deadlines.arm(task, lease.deadlineMs);
    else if (lease.stage === 'triggered') seedFailed(turn, task, lease.host);
    else endLease(turn, task, lease);
  }
}

/** A seed did not do its part; it rests for this task, and the next one is asked. */
export function seedFailed(turn: Turn, task: Task, host: HostId): void {
  task.restingSeeds.set(host, turn.nowMs + turn.cluster.policy.seedRestMs);
  const lease = triggeredLease(task, host);
  if (lease !== undefined) endLease(turn, task, lease);
}

/** Finds the next one to fetch the task for its parked peers: a seed, else one of them. */
export function electLeader(turn: Turn, task: Task): void {
  const [first] = task.parked;
  if (first === undefined) return;
  if (!neighboursAsked(turn, task, first.host)) return;
  const { policy } = turn.cluster;
  const wishing = readySeed(turn, task);
  if (wishing !== undefined) {
    if (mayGo(turn, wishing)) grant(turn, wishing, 'as it wished');
    return;
  }
  const priority = priorityOf(policy, first.wishes.priority, task.subject);
  if (priority === 3 && maySendToSource(turn, first)) {
    if (!mayGo(turn, first)) return;
    grant(turn, first, 'its priority says that it fetches first');
    return;
  }
  const seed = taskPolicy(task).source === 'elected' ? nextSeed(turn, task) : undefined;
  if (seed !== undefined) {
    if (!mayGo(turn, first)) return;
    const lease = { stage: 'triggered', host: seed.profile.id, deadlineMs: turn.nowMs + policy.seedLifeMs } as const;
    addLease(turn, task, lease);
    turn.effects.push({
      kind: 'triggerSeed',
      host: lease.host,
      task: task.id,
      download: first.wishes.encodeDownload(),
    });
    return;
  }
  const elected = bestParked(turn, task);
  if (elected === undefined) wakeForSeeds(turn, task);
  else if (mayGo(turn, elected)) grant(turn, elected, 'no seed peer fetches the task, and no peer has it');
}

/** True when the source takes one more now; else the peer's task is looked at when it does. */
export function mayGo(turn: Turn, peer: Peer): boolean {
  if (takeToken(turn, peer.task)) return true;
  turn.cluster.decisions.note(peer, turn.nowMs, 'waitsGrant');
  return false;
}

/** Nobody may go: the next seed that has rested gets the task. */
function wakeForSeeds(turn: Turn, task: Task): void {
  for (const [host, untilMs] of task.restingSeeds) {
    if (untilMs <= turn.nowMs) task.restingSeeds.delete(host);
    else turn.cluster.deadlines.arm(task, untilMs);
  }
}

/** Levels 1 and 2, the peer's own wish and the task's type forbid the source. */
function maySendToSource(turn: Turn, peer: Peer): boolean {
  const { source } = taskPolicy(peer.task);
  if (source === 'never' || (source === 'wished' && !peer.wishes.needBackToSource)) return false;
  const priority = priorityOf(turn.cluster.policy, peer.wishes.priority, peer.task.subject);
  return !peer.wishes.disableBackToSource && priority !== 1 && priority !== 2;
}

function nextSeed(turn: Turn, task: Task): Host | undefined {
  let next: Host | undefined;
  let highest = -1;
  for (const host of turn.cluster.seeds) {
    const { id } = host.profile;
    const serves = sharesWithOthers(host) && host.quarantinedUntilMs <= turn.nowMs;
    if (!serves || isResting(turn, task, id) || isAtWork(host, task)) continue;
    const weight = seedWeight(task.id, id);
    if (weight > highest) {
      highest = weight;
      next = host;
    }
  }
  return next;
}

function isResting(turn: Turn, task: Task, host: HostId): boolean {
  const untilMs = task.restingSeeds.get(host);
  if (untilMs === undefined || untilMs > turn.nowMs) return untilMs !== undefined;
  task.restingSeeds.delete(host);
  return false;
}

const isAtWork = (host: Host, task: Task): boolean => {
  for (const peer of host.peers) if (peer.task === task && !isOver(peer)) return true;
  return false;
};

/** A seed that waits and has been sent by somebody: nobody else is asked while it is here. */
function readySeed(turn: Turn, task: Task): Peer | undefined {
  for (const host of turn.cluster.seeds) {
    if (host.draining) continue;
    for (const peer of host.peers) {
      const ready = peer.task === task && peer.parkedAtMs !== undefined && peer.wishes.needBackToSource;
      if (ready && maySendToSource(turn, peer)) return peer;
    }
  }
  return undefined;
}

/** One whose host gives to others first, then a seed, then the one that misses least, then the one that waits longest. */
function bestParked(turn: Turn, task: Task): Peer | undefined {
  let best: Peer | undefined;
  for (const peer of task.parked) {
    if (!maySendToSource(turn, peer)) continue;
    if (best === undefined || standing(peer) > standing(best)) best = peer;
  }
  return best;
}

const standing = ({ pieces, host }: Peer): number =>
  pieces.size + (host.profile.kind === 'seed' ? 2 ** 32 : 0) + (sharesWithOthers(host) ? 2 ** 33 : 0);

const sharesWithOthers = ({ profile, draining }: Host): boolean => !profile.disableShared && !draining;

/** Moves a task's state and says so. */
export function setTaskState(turn: Turn, task: Task, state: Task['state']): void {
  task.updatedAtMs = turn.nowMs;
  if (task.state === state) return;
  task.state = state;
  publishTask(turn, task);
}
