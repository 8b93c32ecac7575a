import {
  applyBatch,
  type DagBatch,
  type DagEvent,
  emptyTaskGraph,
  type PeerId,
  type TaskGraph,
  type TaskId,
} from '@damselfly/core';
import { copyNode } from './graph-copy.ts';
import type { TaskRecording } from './recording.ts';
import { TaskSubscription } from './task-subscription.ts';

export interface TaskViewOptions {
  readonly task: TaskId;
  /** Peers beyond this are left out of the graph. */
  readonly maxPeers: number;
  /** Events a slow reader may fall behind. */
  readonly maxBufferedEvents: number;
  readonly nowMs: number;
  /** Takes down what happens. */
  readonly recording: TaskRecording;
}

/**
 * The graph of one watched task of one cluster. Several schedulers may hold a part each: their peers are merged and
 * their events numbered anew, so a reader sees one gapless run.
 */
export class TaskView {
  readonly graph: TaskGraph;
  /** The schedulers that were asked for this task since their stream opened. */
  readonly asked = new Set<string>();
  readonly #options: TaskViewOptions;
  /** The sequence each scheduler has reached; absent until its snapshot and after a gap. */
  readonly #seqs = new Map<string, number>();
  readonly #owners = new Map<PeerId, string>();
  readonly #readers = new Set<TaskSubscription>();
  #ready = false;
  /** Since when nobody reads; undefined while somebody does. */
  idleSinceMs: number | undefined;

  constructor(options: TaskViewOptions) {
    this.#options = options;
    this.graph = emptyTaskGraph(options.task);
    this.idleSinceMs = options.nowMs;
  }

  /** True while a scheduler's events are taken as they come. */
  follows(scheduler: string): boolean {
    return this.#seqs.has(scheduler);
  }

  /** Adds a reader. Its first update is a snapshot, at once or with the first one from a scheduler. */
  subscribe(): TaskSubscription {
    const reader = new TaskSubscription({ graph: this.graph, maxEvents: this.#options.maxBufferedEvents });
    this.#readers.add(reader);
    this.idleSinceMs = undefined;
    if (this.#ready) reader.snapshot();
    return reader;
  }

  unsubscribe(reader: TaskSubscription, nowMs: number): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.idleSinceMs ??= nowMs;
  }

  /** A scheduler begins with the task: its first event is the next it sends. */
  begin(scheduler: string, atMs: number): void {
    this.asked.add(scheduler);
    this.snapshot(scheduler, { ...emptyTaskGraph(this.#options.task), atMs });
  }

  /** Takes a scheduler's whole part in place of what was known of it. */
  snapshot(scheduler: string, part: TaskGraph): void {
    this.#forgetPeersOf(scheduler);
    for (const node of part.peers.values()) {
      if (!this.#admits(node.peer)) continue;
      this.graph.peers.set(node.peer, copyNode(node));
      this.#owners.set(node.peer, scheduler);
    }
    if (part.facts !== undefined) this.graph.facts = part.facts;
    this.graph.atMs = Math.max(this.graph.atMs, part.atMs);
    this.#seqs.set(scheduler, part.seq);
    this.#announceWhole(part.seq);
  }

  /** Moves the graph. `gap` when the scheduler has to be asked for a snapshot, which is said once per gap. */
  batch(scheduler: string, batch: DagBatch): 'applied' | 'stale' | 'gap' {
    const seq = this.#seqs.get(scheduler);
    if (seq === undefined || batch.lastSeq <= seq) return 'stale';
    if (batch.firstSeq !== seq + 1) {
      this.#seqs.delete(scheduler);
      return 'gap';
    }
    this.#seqs.set(scheduler, batch.lastSeq);
    const events = batch.events.filter((event) => this.#takes(scheduler, event));
    const firstSeq = this.graph.seq + 1;
    const own: DagBatch = { ...batch, events, firstSeq, lastSeq: firstSeq + batch.lastSeq - batch.firstSeq };
    applyBatch(this.graph, own);
    this.#options.recording.append(own, this.graph);
    for (const reader of this.#readers) reader.batch(own);
    return 'applied';
  }

  /** The stream to a scheduler broke: its part stays as it was, until it sends a snapshot again. */
  disconnected(scheduler: string): void {
    this.asked.delete(scheduler);
    this.#seqs.delete(scheduler);
  }

  /** A scheduler no longer has the task: its peers leave the graph. */
  forget(scheduler: string): void {
    this.asked.delete(scheduler);
    this.#seqs.delete(scheduler);
    if (this.#forgetPeersOf(scheduler)) this.#announceWhole(this.graph.seq + 1);
  }

  /** No scheduler has the task any more. */
  gone(): void {
    for (const reader of this.#readers) reader.gone();
  }

  #admits(peer: PeerId): boolean {
    return this.#owners.has(peer) || this.#owners.size < this.#options.maxPeers;
  }

  /** Keeps the book of who told of which peer. A late word on a peer that another scheduler has taken over is ignored. */
  #takes(scheduler: string, event: DagEvent): boolean {
    if (event.kind === 'taskChanged') return true;
    if (event.kind === 'peerJoined') {
      if (!this.#admits(event.peer)) return false;
      this.#owners.set(event.peer, scheduler);
      return true;
    }
    if (this.#owners.get(event.peer) !== scheduler) return false;
    if (event.kind === 'peerLeft') this.#owners.delete(event.peer);
    return true;
  }

  #forgetPeersOf(scheduler: string): boolean {
    let some = false;
    for (const [peer, owner] of this.#owners) {
      if (owner !== scheduler) continue;
      this.#owners.delete(peer);
      this.graph.peers.delete(peer);
      some = true;
    }
    return some;
  }

  #announceWhole(seq: number): void {
    this.graph.seq = Math.max(this.graph.seq + 1, seq);
    this.#ready = true;
    this.#options.recording.keyframe(this.graph);
    for (const reader of this.#readers) reader.snapshot();
  }
}
