import {
  applyEvent,
  emptyTaskGraph,
  type HostId,
  hostId,
  type PeerId,
  type PeerKind,
  peerId,
  type TaskGraph,
  type TaskId,
  taskId,
} from '@damselfly/core';
import { type Cluster, newCluster } from '../cluster.ts';
import type { Effect, PeerEffect } from '../effect.ts';
import { defaultEvaluator, type Evaluator } from '../evaluator.ts';
import type { HostProfile } from '../host.ts';
import type { Input, Registration, SchedulerEvent } from '../input.ts';
import type { Peer, StreamId } from '../peer.ts';
import { defaultPolicy, type Policy } from '../policy.ts';
import { step } from '../step.ts';
import type { Task } from '../task.ts';

export const MiB = 2 ** 20;
export const oneTask = taskId('t'.repeat(64));

/** A scheduler's core with a clock that only moves when told, and short ways to speak to it as hosts and peers do. */
export class World {
  readonly cluster: Cluster;
  readonly inputs: Input[] = [];
  /** Every effect so far. */
  readonly effects: Effect[] = [];
  /** The DAGs as a reader of the published events holds them. */
  readonly graphs = new Map<TaskId, TaskGraph>();
  nowMs = 1_000_000;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #streams = 0;
  readonly #streamOf = new Map<PeerId, StreamId>();

  constructor(policy: Partial<Policy> = {}, evaluator: Evaluator = defaultEvaluator) {
    this.cluster = newCluster({ policy: { ...defaultPolicy, ...policy }, evaluator });
  }

  /** One step; returns what it caused. */
  tell(event: SchedulerEvent): Effect[] {
    const input = { atMs: this.nowMs, seed: this.inputs.length * 7919, event };
    this.inputs.push(input);
    const effects = step(this.cluster, input);
    for (const effect of effects) this.#note(effect);
    return effects;
  }

  /** Lets time pass, ticking whenever the scheduler asked for it. */
  pass(ms: number): Effect[] {
    const untilMs = this.nowMs + ms;
    const effects: Effect[] = [];
    let ticksAtOnce = 0;
    while (this.#wakeAtMs <= untilMs) {
      ticksAtOnce = this.#wakeAtMs > this.nowMs ? 0 : ticksAtOnce + 1;
      if (ticksAtOnce > 1000) throw new Error('the scheduler asks to be woken over and over');
      this.nowMs = Math.max(this.nowMs, this.#wakeAtMs);
      this.#wakeAtMs = Number.POSITIVE_INFINITY;
      effects.push(...this.tell({ kind: 'tick' }));
    }
    this.nowMs = untilMs;
    return effects;
  }

  host(name: string, kind: PeerKind = 'normal', profile: Partial<HostProfile> = {}): HostId {
    const id = hostId(name);
    const place = { hostname: name, ip: '127.0.0.1', port: 4000, downloadPort: 4000, idc: '', location: '' };
    const facts = { disableShared: false, followsUnasked: true, maxTxBps: 0, announceIntervalMs: 0 };
    this.tell({ kind: 'hostAnnounced', profile: { id, kind, ...place, ...facts, ...profile } });
    return id;
  }

  seed(name: string, profile: Partial<HostProfile> = {}): HostId {
    return this.host(name, 'seed', profile);
  }

  /** Registers `p-<host>` for the one task, announcing its host when it is new. Returns the answer, if there is one yet. */
  register(host: string, wishes: Partial<Registration> = {}, task: TaskId = oneTask): PeerEffect | undefined {
    return this.registerAs(host, { ...registrationOf(), ...wishes }, task);
  }

  /** The same with nothing filled in. */
  registerAs(host: string, registration: Registration, task: TaskId = oneTask): PeerEffect | undefined {
    if (!this.cluster.hosts.has(hostId(host))) this.host(host);
    const peer = peerId(`p-${host}`);
    this.#streams += 1;
    this.#streamOf.set(peer, this.#streams);
    this.tell({ kind: 'peerRegistered', peer, stream: this.#streams, host: hostId(host), task, registration });
    return this.answer(host);
  }

  /** Says something on the stream of `p-<host>`. */
  say(host: string, event: WithoutSender<SchedulerEvent & { stream: StreamId }>): Effect[] {
    const peer = peerId(`p-${host}`);
    return this.tell({ ...event, peer, stream: this.#streamOf.get(peer) ?? 0 } as SchedulerEvent);
  }

  /** The newest message to `p-<host>`, on its present stream. */
  answer(host: string): PeerEffect | undefined {
    const peer = peerId(`p-${host}`);
    const stream = this.#streamOf.get(peer);
    return this.effects.findLast((e): e is PeerEffect => 'stream' in e && e.peer === peer && e.stream === stream);
  }

  /** Hosts of the parents last offered to `p-<host>`. */
  offered(host: string): string[] {
    const answer = this.answer(host);
    return answer?.kind === 'offerParents' ? answer.parents.map((id) => id.slice(2)) : [];
  }

  /** The peer goes through all of a download from the source, or takes its pieces from `parent`. */
  piece(host: string, number: number, parent: string | null = null): Effect[] {
    const from = parent === null ? null : peerId(`p-${parent}`);
    const place = { number, offset: number * 4 * MiB, length: 4 * MiB };
    const piece = { ...place, digest: 'crc32:1', costMs: 10, createdAtMs: this.nowMs };
    return this.say(host, { kind: 'pieceFinished', parent: from, piece });
  }

  peer(host: string): Peer {
    const peer = this.cluster.peers.get(peerId(`p-${host}`));
    if (peer === undefined) throw new Error(`no peer on ${host}`);
    return peer;
  }

  task(): Task {
    const task = this.cluster.tasks.get(oneTask);
    if (task === undefined) throw new Error('no task');
    return task;
  }

  /** Hosts of the seeds asked so far. */
  triggered(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'triggerSeed' ? [effect.host] : []));
  }

  #note(effect: Effect): void {
    this.effects.push(effect);
    if (effect.kind === 'wakeAt') this.#wakeAtMs = Math.min(this.#wakeAtMs, effect.atMs);
    if (effect.kind === 'taskForgotten') this.graphs.delete(effect.task);
    if (effect.kind !== 'publish') return;
    const graph = this.graphs.get(effect.task) ?? emptyTaskGraph(effect.task);
    this.graphs.set(effect.task, graph);
    applyEvent(graph, effect.event);
    graph.seq = effect.seq;
  }
}

type WithoutSender<E> = E extends { kind: 'peerRegistered' }
  ? never
  : E extends unknown
    ? Omit<E, 'peer' | 'stream'>
    : never;

/** A download of 40 MiB in ten pieces that leaves everything to the scheduler. */
export const registrationOf = (): Registration => ({
  subject: { type: 0, url: 'http://origin/file', tag: '', application: '', digest: '', filteredQueryParams: [] },
  lengths: { contentBytes: 40 * MiB, pieceBytes: 4 * MiB, pieces: 10 },
  priority: 0,
  concurrentPieces: 8,
  needBackToSource: false,
  disableBackToSource: false,
  metadataOnly: false,
  encodeDownload: () => new Uint8Array([1, 2, 3]),
});
