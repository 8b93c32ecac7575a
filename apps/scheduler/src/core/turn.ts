import type { DagEvent, TaskFacts } from '@damselfly/core';
import type { Cluster } from './cluster.ts';
import type { Effect, PeerEffect } from './effect.ts';
import { type Peer, readableState } from './peer.ts';
import type { Random } from './random.ts';
import type { Task } from './task.ts';

/** One call of `step`: what it works on, and what it has asked for so far. */
export interface Turn {
  readonly cluster: Cluster;
  readonly nowMs: number;
  readonly random: Random;
  readonly effects: Effect[];
  /** Tasks whose parked peers may have got a chance; looked at when the event itself is done. */
  readonly dirty: Set<Task>;
}

/** A peer of the task can be offered that could not before: every parked peer is asked again. */
export function stir(turn: Turn, task: Task): void {
  task.untried = task.parked.size;
  if (task.untried > 0) turn.dirty.add(task);
}

/** Publishes one change of a task's DAG under its next sequence. */
export function publish(turn: Turn, task: Task, event: DagEvent): void {
  task.seq += 1;
  turn.effects.push({ kind: 'publish', task: task.id, seq: task.seq, event });
}

export function publishTask(turn: Turn, task: Task): void {
  publish(turn, task, { kind: 'taskChanged', task: factsOf(task), atMs: turn.nowMs });
}

export function publishState(turn: Turn, peer: Peer, reason: string): void {
  const state = readableState(peer.phase);
  publish(turn, peer.task, { kind: 'peerStateChanged', peer: peer.id, state, reason, atMs: turn.nowMs });
}

export function publishParents(turn: Turn, peer: Peer): void {
  const parents = peer.parents.map(({ parent }) => parent.id);
  publish(turn, peer.task, { kind: 'parentsChanged', peer: peer.id, parents, atMs: turn.nowMs });
}

/** A task as readers know it. */
export function factsOf(task: Task): TaskFacts {
  const { url, application, tag, digest } = task.subject;
  const facts = { url, application, tag, digest, state: task.state, createdAtMs: task.createdAtMs };
  if (task.lengths === undefined) return facts;
  const { contentBytes: contentLength, pieceBytes: pieceLength, pieces: totalPieces } = task.lengths;
  return { ...facts, contentLength, pieceLength, totalPieces };
}

type Distribute<T> = T extends PeerEffect ? Omit<T, 'peer' | 'stream'> : never;

/** Sends an effect to the peer's stream; a peer whose stream is gone gets nothing. */
export function tell(turn: Turn, peer: Peer, effect: Distribute<PeerEffect>): void {
  if (peer.stream !== undefined) turn.effects.push({ ...effect, peer: peer.id, stream: peer.stream });
}

/** Tells the peer its last word and lets go of its stream. */
export function dismiss(
  turn: Turn,
  peer: Peer,
  effect: Distribute<Extract<PeerEffect, { kind: 'endStream' | 'failStream' }>>,
): void {
  tell(turn, peer, effect);
  peer.stream = undefined;
}
