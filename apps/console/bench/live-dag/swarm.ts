import {
  applyBatch,
  type DagBatch,
  type DagEvent,
  emptyTaskGraph,
  hostId,
  type PeerId,
  peerId,
  type TaskGraph,
  taskId,
} from '@damselfly/core';
import { seededRandom } from './seeded-random.ts';

const idcs = ['hz-a', 'hz-b', 'sh-1', 'bj-2', 'sz-1', 'fra-1', 'iad-3', 'sin-2'];
const contentLength = 4.9e9;
const pieceLength = 4 * 1024 * 1024;
const deepest = 6;
const batchMs = 100;

export interface SwarmOptions {
  readonly peers: number;
  readonly seed: number;
  /** Bytes per second a busy edge carries at most. */
  readonly fastestBps: number;
  /** Share of the peers that come and go in a second, besides the change of parents. */
  readonly churn: number;
  /** Peers join one by one until there are so many. */
  readonly growTo: number;
  /** Every peer takes up to four of all that came before it, as in a real swarm that has just begun. */
  readonly mesh: boolean;
  readonly startMs: number;
}

interface Member {
  readonly id: PeerId;
  readonly seed: boolean;
  level: number;
  parents: Member[];
  children: number;
  bytes: number;
  state: 'waiting' | 'downloading' | 'backToSource' | 'succeeded' | 'failed';
}

/** A made-up swarm that moves the same way for the same seed: a snapshot, then batches of a tenth of a second. */
export class Swarm {
  readonly task = taskId('9f3c52a1d07e4bb6a1c58e20f7d94c3381aa60be5512c7f09ad3e7741c2bb81e');
  readonly #options: SwarmOptions;
  readonly #random: () => number;
  readonly #members: Member[] = [];
  readonly #shadow: TaskGraph;
  #named = 0;
  #nowMs: number;
  #seq = 0;

  constructor(options: SwarmOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#nowMs = options.startMs;
    this.#shadow = emptyTaskGraph(this.task);
    this.#commit([this.#facts(), ...this.#populate(options.peers)]);
    for (let warm = 0; warm < 12 && options.growTo === 0; warm++) this.next();
  }

  /** A copy of the present graph, for a reader to own. */
  snapshot(): TaskGraph {
    return structuredClone(this.#shadow);
  }

  next(): DagBatch {
    this.#nowMs += batchMs;
    const events: DagEvent[] = [];
    const { peers, churn } = this.#options;
    const busy = Math.max(2, Math.floor(peers * 0.12));
    for (let count = 0; count < busy; count++) this.#advance(this.#anyone(), events);
    const moves = this.#chanced(peers * 0.005);
    for (let count = 0; count < moves; count++) this.#reparent(this.#anyone(), events);
    if (this.#members.length < this.#options.growTo && this.#random() < 0.25) events.push(...this.#join(false));
    const changes = this.#chanced((peers * churn * batchMs) / 1000);
    for (let count = 0; count < changes; count++) {
      // Who serves others stays: as many come as go, so that a swarm of hours keeps its size.
      if (this.#leave(this.#anyone(), events)) events.push(...this.#join(false));
    }
    return this.#commit(events);
  }

  #facts(): DagEvent {
    const task = {
      url: 'https://models.example.com/llama-4-70b/model-00017-of-00030.safetensors',
      application: 'demo',
      tag: '',
      digest: '',
      contentLength,
      pieceLength,
      totalPieces: Math.ceil(contentLength / pieceLength),
      state: 'running' as const,
      createdAtMs: this.#nowMs,
    };
    return { kind: 'taskChanged', task, atMs: this.#nowMs };
  }

  #populate(peers: number): DagEvent[] {
    const seeds = peers < 20 ? 1 : peers < 200 ? 3 : peers < 5000 ? 6 : 16;
    return Array.from({ length: peers }, (_, index) => this.#join(index < seeds)).flat();
  }

  #join(seed: boolean): DagEvent[] {
    const number = this.#named++;
    const idc = idcs[Math.floor(this.#random() ** 1.3 * this.#idcs())] ?? 'hz-a';
    const two = (limit: number) => String(Math.floor(this.#random() * limit)).padStart(2, '0');
    const small = this.#options.peers < 20;
    const hostname = seed ? `seed-${idc}-0${number + 1}` : small ? `peer-${number}` : `${idc}-r${two(40)}-n${two(32)}`;
    const id = peerId(`10.0.0.1-${hostname}-${number}${seed ? '-seed' : ''}`);
    const member: Member = { id, seed, level: 0, parents: [], children: 0, bytes: 0, state: 'waiting' };
    if (!seed) this.#adopt(member);
    this.#members.push(member);
    const at = { peer: id, atMs: this.#nowMs };
    const events: DagEvent[] = [
      {
        kind: 'peerJoined',
        ...at,
        host: hostId(`10.0.0.1-${hostname}`),
        hostname,
        idc,
        peerKind: seed ? 'seed' : 'normal',
      },
    ];
    if (!seed) events.push({ kind: 'parentsChanged', ...at, parents: member.parents.map(({ id: parent }) => parent) });
    events.push(...this.#start(member));
    return events;
  }

  #start(member: Member): DagEvent[] {
    const luck = this.#random();
    const events: DagEvent[] = [];
    const set = (state: Member['state'], reason = '') => {
      member.state = state;
      events.push({ kind: 'peerStateChanged', peer: member.id, state, reason, atMs: this.#nowMs });
    };
    const origin = member.seed || luck > 0.985;
    if (member.seed) set('backToSource');
    else if (luck < 0.06) return events;
    else if (luck < 0.075) set('failed', 'the parent closed the connection three times');
    else set(origin ? 'backToSource' : 'downloading', origin && !member.seed ? 'no parent could be found' : '');
    if (this.#options.growTo > 0) return events;
    const bytes = contentLength * (member.seed ? 0.86 : luck < 0.36 ? 1 : 0.04 + 0.9 * this.#random() ** 0.8);
    this.#receive(member, bytes, origin, events);
    return events;
  }

  #advance(member: Member | undefined, events: DagEvent[]): void {
    if (member === undefined || member.state === 'failed' || member.state === 'succeeded') return;
    if (member.state === 'waiting') {
      member.state = 'downloading';
      events.push({ kind: 'peerStateChanged', peer: member.id, state: 'downloading', reason: '', atMs: this.#nowMs });
    }
    const bytes = this.#options.fastestBps * 0.9 * this.#random() ** 2.2;
    this.#receive(member, bytes, member.state === 'backToSource', events);
  }

  #receive(member: Member, bytes: number, origin: boolean, events: DagEvent[]): void {
    const sources = origin ? [null] : member.parents.map(({ id }) => id);
    const taken = Math.min(bytes, contentLength - member.bytes);
    for (const parent of sources) {
      if (!origin && this.#random() < 0.35 && sources.length > 1) continue;
      const share = taken / sources.length;
      member.bytes += share;
      const pieces = Math.max(1, Math.round(share / pieceLength));
      events.push({
        kind: 'piecesFinished',
        peer: member.id,
        parent,
        pieces,
        bytes: share,
        costMs: 40,
        atMs: this.#nowMs,
      });
    }
    if (member.bytes < contentLength * 0.995) return;
    member.state = 'succeeded';
    events.push({ kind: 'peerStateChanged', peer: member.id, state: 'succeeded', reason: '', atMs: this.#nowMs });
  }

  /** As a scheduler would: parents one or two levels up, not too many children each. */
  #adopt(member: Member): void {
    if (this.#options.mesh) {
      const former = [...this.#members];
      while (former.length > 0 && member.parents.length < 4) {
        const [parent] = former.splice(Math.floor(this.#random() * former.length), 1);
        if (parent !== undefined) this.#link(member, parent);
      }
      return;
    }
    const wanted = 1 + Math.floor(this.#random() * (this.#options.peers < 20 ? 2 : 4));
    const count = this.#members.length;
    const reach = Math.min(
      deepest - 1,
      Math.floor(Math.log(1 + count / 3) / Math.log(this.#options.peers < 100 ? 3 : 4.6)),
    );
    for (let attempt = 0; attempt < 60 && member.parents.length < Math.min(wanted, count); attempt++) {
      const other = this.#members[Math.floor(this.#random() * count)];
      if (other === undefined || member.parents.includes(other) || other.level > reach || other.state === 'failed')
        continue;
      if (attempt < 40 && (other.level < reach - 1 || (!other.seed && other.children >= 6))) continue;
      this.#link(member, other);
    }
  }

  #link(member: Member, parent: Member): void {
    member.parents.push(parent);
    parent.children += 1;
    member.level = Math.max(member.level, parent.level + 1);
  }

  #reparent(member: Member | undefined, events: DagEvent[]): void {
    if (member === undefined || member.seed || member.state === 'succeeded') return;
    for (let attempt = 0; attempt < 12; attempt++) {
      const other = this.#anyone();
      if (other === undefined || other.level >= member.level || member.parents.includes(other)) continue;
      const dropped = member.parents.shift();
      if (dropped !== undefined) dropped.children -= 1;
      this.#link(member, other);
      const parents = member.parents.map(({ id }) => id);
      events.push({ kind: 'parentsChanged', peer: member.id, parents, atMs: this.#nowMs });
      return;
    }
  }

  #leave(member: Member | undefined, events: DagEvent[]): boolean {
    if (member === undefined || member.seed || member.children > 0) return false;
    for (const parent of member.parents) parent.children -= 1;
    this.#members.splice(this.#members.indexOf(member), 1);
    events.push({ kind: 'peerLeft', peer: member.id, atMs: this.#nowMs });
    return true;
  }

  #commit(events: DagEvent[]): DagBatch {
    const firstSeq = this.#seq + 1;
    this.#seq += Math.max(1, events.length);
    const batch = { task: this.task, firstSeq, lastSeq: this.#seq, atMs: this.#nowMs, events };
    applyBatch(this.#shadow, batch);
    return batch;
  }

  #anyone(): Member | undefined {
    return this.#members[Math.floor(this.#random() * this.#members.length)];
  }

  #idcs(): number {
    return this.#options.peers < 20 ? 2 : this.#options.peers < 200 ? 4 : 8;
  }

  /** A whole number whose mean is `expected`. */
  #chanced(expected: number): number {
    return Math.floor(expected) + (this.#random() < expected % 1 ? 1 : 0);
  }
}
