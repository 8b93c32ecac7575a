import type { HostId, PeerId, TaskId } from '@damselfly/core';
import type { Cluster } from './cluster.ts';
import type { Host } from './host.ts';
import { enter } from './joining.ts';
import { remove, succeed } from './leaving.ts';
import { begin, triggeredLease } from './origin.ts';
import { type ByteRange, isRoot, newPeer, noDownload, type Peer, type Wishes } from './peer.ts';
import type { Task } from './task.ts';
import type { Turn } from './turn.ts';

// Peers do not always agree which scheduler is a task's: one died, came back or was added, and not all have noticed.
// Whoever can give a task is therefore looked for at the other schedulers of the cluster before its source is visited.

/** A peer of a neighbour that can give a task to others. */
export interface Holder {
  readonly peer: PeerId;
  readonly host: HostId;
  /** False: it fetches from the source. */
  readonly finished: boolean;
  /** Absent: the whole content. */
  readonly range?: ByteRange;
}

/** Most holders told or taken at once. */
export const holderLimit = 256;

const borrowedWishes: Wishes = {
  priority: 0,
  concurrentPieces: 1,
  needBackToSource: false,
  disableBackToSource: false,
  encodeDownload: noDownload,
};

/** True for a peer that fetches from the source and is known from a neighbour alone: it has no stream here. */
const isBorrowed = (peer: Peer): boolean => peer.phase === 'backToSource' && peer.stream === undefined;

/** The neighbours' answer: who can give the task. After a complete one, nobody else does. */
export function neighboursAnswered(turn: Turn, id: TaskId, holders: readonly Holder[], complete: boolean): void {
  const task = turn.cluster.tasks.get(id);
  if (task === undefined) return;
  task.lookup = { askingUntilMs: 0, answeredAtMs: turn.nowMs };
  if (complete) forgetBorrowed(turn, task, new Set(holders.map(({ peer }) => peer)));
  for (const holder of holders.slice(0, holderLimit)) borrow(turn, task, holder);
  if (task.parked.size > 0) turn.dirty.add(task);
}

function forgetBorrowed(turn: Turn, task: Task, except: ReadonlySet<PeerId>): void {
  for (const peer of [...task.peers.values()]) {
    if (isBorrowed(peer) && !except.has(peer.id)) remove(turn, peer, 'no scheduler knows of it any more');
  }
}

function borrow(turn: Turn, task: Task, { peer: id, host: hostId, finished, range }: Holder): void {
  const { cluster, nowMs } = turn;
  const host = cluster.hosts.get(hostId);
  if (host === undefined) return;
  const known = cluster.peers.get(id);
  if (known !== undefined && (known.task !== task || known.host !== host || !isBorrowed(known))) return;
  if (known === undefined && cluster.peers.size >= cluster.policy.peerLimit) return;
  const wishes = range === undefined ? borrowedWishes : { ...borrowedWishes, range };
  const peer = known ?? newPeer(id, task, host, wishes, undefined, nowMs);
  if (known === undefined) enter(turn, peer);
  peer.progressAtMs = nowMs;
  peer.updatedAtMs = nowMs;
  if (finished) succeed(turn, peer);
  else begin(turn, peer);
}

/** Takes a host's borrowed peers of a task back: its own word is better than a neighbour's. */
export function dropBorrowed(turn: Turn, task: Task, host: Host): void {
  if (host.peers.size === 0) return;
  for (const peer of [...host.peers]) {
    if (peer.task === task && isBorrowed(peer)) remove(turn, peer, 'its host has come itself');
  }
}

/** A neighbour's question. */
export interface Inquiry {
  readonly task: TaskId;
  /** Of two that ask each other, the one that goes first. */
  readonly goesFirst: boolean;
  /** The host whose peer would go to the source there. */
  readonly host: HostId;
}

/** Who can give the task; `wait` while somebody here is about to. Reads only. */
export function holdersOf(cluster: Cluster, { task: id, goesFirst, host }: Inquiry, nowMs: number): Holder[] | 'wait' {
  const task = cluster.tasks.get(id);
  if (task === undefined) return [];
  const holders = ownRoots(task, nowMs);
  // A seed that was sent from here, and has another scheduler in mind, shall not wait for itself.
  if (holders.length > 0 || triggeredLease(task, host) !== undefined) return holders;
  if (task.lookup.askingUntilMs > nowMs) return goesFirst ? [] : 'wait';
  for (const lease of task.leases) if (lease.stage !== 'fetching' || !isBorrowed(lease.peer)) return 'wait';
  return task.parked.size > 0 && task.leases.size === 0 ? 'wait' : [];
}

function ownRoots(task: Task, nowMs: number): Holder[] {
  const holders: Holder[] = [];
  for (const peer of task.pool.values()) {
    if (!isRoot(peer) || isBorrowed(peer) || peer.host.draining || peer.host.quarantinedUntilMs > nowMs) continue;
    const { range } = peer.wishes;
    const who = { peer: peer.id, host: peer.host.profile.id, finished: peer.phase === 'succeeded' };
    holders.push(range === undefined ? who : { ...who, range });
    if (holders.length === holderLimit) break;
  }
  return holders;
}
