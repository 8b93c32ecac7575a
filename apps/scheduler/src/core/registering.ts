import type { FailureCode, PeerId, TaskId } from '@damselfly/core';
import { dropParents } from './edges.ts';
import type { Host } from './host.ts';
import type { PeerEvent, Registration } from './input.ts';
import { enter } from './joining.ts';
import { fail } from './leaving.ts';
import { neighboursAskedFor } from './lookup.ts';
import { dropBorrowed } from './neighbours.ts';
import { endLease, endLeaseOf, grant, mayGo, mayLease, reserve, setTaskState, triggeredLease } from './origin.ts';
import { isRoot, newPeer, type Peer, type Wishes } from './peer.ts';
import { priorityOf } from './policy.ts';
import { signOfLife } from './quarantine.ts';
import { offer, receive } from './serving.ts';
import { restand } from './standing.ts';
import { newTask, type Task } from './task.ts';
import { taskPolicy } from './task-policy.ts';
import { dismiss, publishState, publishTask, stir, type Turn } from './turn.ts';
import { park, unpark } from './waiting-room.ts';

type Registered = Extract<PeerEvent, { kind: 'peerRegistered' }>;

/** A peer wants content. It gets one answer: now, or when there is something to say. */
export function register(turn: Turn, event: Registered): void {
  const host = turn.cluster.hosts.get(event.host);
  const refusal = host === undefined ? unknownHost(event) : objection(turn, event, host);
  if (host === undefined || refusal !== undefined) {
    if (refusal !== undefined) {
      const { peer, stream, task: id } = event;
      turn.cluster.decisions.note({ id: peer, task: { id } }, turn.nowMs, 'refused', refusal.message);
      turn.effects.push({ ...refusal, kind: 'failStream', peer, stream });
    }
    return;
  }
  signOfLife(turn, host);
  const known = turn.cluster.peers.get(event.peer);
  const task = taskFor(turn, event.task, event.registration);
  const peer = known === undefined ? join(turn, event.peer, task, host, event) : rejoin(turn, known, event);
  answer(turn, peer, event.registration);
}

interface Refusal {
  readonly code: FailureCode;
  readonly message: string;
}

const unknownHost = ({ host }: Registered): Refusal => ({
  code: 'notFound',
  message: `host ${host} is unknown: announce it first`,
});

function objection({ cluster }: Turn, event: Registered, host: Host): Refusal | undefined {
  const { priority, subject } = event.registration;
  if (priorityOf(cluster.policy, priority, subject) === 1) {
    return { code: 'precondition', message: 'the priority LEVEL1 forbids this download' };
  }
  const known = cluster.peers.get(event.peer);
  if (known !== undefined && (known.task.id !== event.task || known.host !== host)) {
    return { code: 'conflict', message: `peer ${event.peer} is known with another task or host` };
  }
  if (known === undefined && cluster.peers.size >= cluster.policy.peerLimit) {
    return { code: 'exhausted', message: `this scheduler holds ${cluster.peers.size} peers, its limit` };
  }
  return undefined;
}

function taskFor(turn: Turn, id: TaskId, { subject, lengths }: Registration): Task {
  const { cluster, nowMs } = turn;
  const known = cluster.tasks.get(id);
  const task = known ?? newTask(id, subject, cluster.retiredSeq, nowMs);
  if (known === undefined) cluster.tasks.set(id, task);
  task.updatedAtMs = nowMs;
  task.subject = subject;
  const learnt = lengths !== undefined && task.lengths === undefined;
  if (learnt) {
    task.lengths = lengths;
    stir(turn, task);
  }
  if (known === undefined || learnt) publishTask(turn, task);
  return task;
}

function join(turn: Turn, id: PeerId, task: Task, host: Host, { registration, stream }: Registered): Peer {
  dropBorrowed(turn, task, host);
  const peer = newPeer(id, task, host, wishesOf(registration), stream, turn.nowMs);
  enter(turn, peer);
  return peer;
}

/** The part of a registration that is the peer's own; the rest belongs to the task. */
function wishesOf({ subject, lengths, metadataOnly, ...wishes }: Registration): Wishes {
  return wishes;
}

/** The same peer again, on a new stream: it keeps its pieces and its children and starts over otherwise. */
function rejoin(turn: Turn, peer: Peer, { registration, stream }: Registered): Peer {
  dismiss(turn, peer, { kind: 'failStream', code: 'aborted', message: 'the peer registered again on another stream' });
  peer.stream = stream;
  peer.wishes = wishesOf(registration);
  unpark(turn, peer);
  endLeaseOf(turn, peer);
  peer.phase = 'pending';
  peer.progressAtMs = turn.nowMs;
  peer.askedAtMs = turn.nowMs;
  peer.reliefs = 0;
  dropParents(turn, peer);
  restand(turn, peer);
  publishState(turn, peer, 'registered again');
  return peer;
}

function answer(turn: Turn, peer: Peer, registration: Registration): void {
  const { task, host } = peer;
  const asked = triggeredLease(task, host.profile.id);
  if (asked !== undefined) endLease(turn, task, asked);
  setTaskState(turn, task, 'running');
  if (registration.metadataOnly) {
    // A seed that was asked and has everything keeps the others from the source until it says so.
    if (asked !== undefined) reserve(turn, peer);
    receive(turn, peer, 'metadataOnly');
    return;
  }
  const hasBytes = task.lengths?.contentBytes !== 0;
  // Every trigger makes a seed want the source; one that comes too late shall not fetch what others have by now.
  const mayWish = registration.needBackToSource && taskPolicy(task).source !== 'never';
  const wish = mayWish && (host.profile.kind === 'normal' || !hasRoot(task));
  if (hasBytes && asked !== undefined && !hasRoot(task)) {
    grant(turn, peer, 'a seed peer fetches first');
    return;
  }
  if (hasBytes && wish && mayLease(turn, task)) {
    if (neighboursAskedFor(turn, task, host) && mayGo(turn, peer)) grant(turn, peer, 'as it wished');
    else park(turn, peer);
    return;
  }
  const found = offer(turn, peer);
  if (found === 'answered') return;
  if (found === 'nobody' && task.leases.size === 0 && isKeptFromSource(turn, peer)) {
    turnAway(turn, peer, 'notFound', 'no peer has the content, and the priority LEVEL2 forbids the source');
  } else if (found === 'nobody' && task.leases.size === 0 && taskPolicy(task).source !== 'elected') {
    turnAway(turn, peer, 'precondition', 'no candidate parents found');
  } else park(turn, peer);
}

function hasRoot(task: Task): boolean {
  for (const peer of task.pool.values()) if (isRoot(peer)) return true;
  return task.held > 0;
}

const isKeptFromSource = (turn: Turn, peer: Peer): boolean =>
  priorityOf(turn.cluster.policy, peer.wishes.priority, peer.task.subject) === 2;

function turnAway(turn: Turn, peer: Peer, code: FailureCode, message: string): void {
  turn.cluster.decisions.note(peer, turn.nowMs, 'refused', message);
  dismiss(turn, peer, { kind: 'failStream', code, message });
  fail(turn, peer, message);
}
