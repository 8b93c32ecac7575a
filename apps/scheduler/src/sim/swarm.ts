import type { HostId, PeerId, TaskId } from '@damselfly/core';
import type { Effect } from '../core/effect.ts';
import { randomBelow, seededRandom } from '../core/random.ts';
import { Agenda } from './agenda.ts';
import { Desk } from './desk.ts';
import { Fetching } from './fetching.ts';
import { Network } from './network.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Plan, PlannedRestart } from './plan.ts';
import { Roads } from './roads.ts';
import { Talk } from './talk.ts';
import { VirtualHost } from './virtual-host.ts';
import { VirtualPeer } from './virtual-peer.ts';

/** Time of a message to a scheduler or a seed. */
const messageMs = 1;
/** How often a download asks for other parents before it goes to the source by itself, as Damselfly's peers do. */
const rescheduleLimit = 5;
/** A peer whose stream the scheduler failed tries again after this, so often. */
const retryMs = 500;
const refusalLimit = 3;
/** Parents that are silent for this long are left. */
const silenceMs = 360_000;
const giveUpMs = 7 * 24 * 3_600_000;

/** A swarm around the real scheduling core, in virtual time. The same plan gives the same outcome. */
export class Swarm {
  readonly #plan: Plan;
  readonly #agenda = new Agenda();
  readonly #network = new Network(this.#agenda);
  readonly #random;
  readonly #roads: Roads;
  readonly #hosts: readonly VirtualHost[];
  readonly #hostOf = new Map<HostId, VirtualHost>();
  readonly #peers = new Map<PeerId, VirtualPeer>();
  readonly #fetching: Fetching;
  readonly #talk: Talk;
  readonly desk: Desk;
  #open = 0;
  #seedTriggers = 0;
  #failedPieces = 0;
  #reschedules = 0;

  /** `clock`: milliseconds of a real clock, to measure the scheduler by; without one nothing is measured. */
  constructor(plan: Plan, clock?: () => number) {
    this.#plan = plan;
    this.#random = seededRandom(plan.seed);
    this.#roads = new Roads(plan);
    this.#hosts = plan.hosts.map((planned) => new VirtualHost(planned));
    for (const host of this.#hosts) this.#hostOf.set(host.profile.id, host);
    this.desk = new Desk({ agenda: this.#agenda, plan, clock, deliver: (effect) => this.#deliver(effect) });
    this.#talk = new Talk(this.desk, plan);
    this.#fetching = new Fetching({
      ...{ plan, agenda: this.#agenda, network: this.#network, roads: this.#roads, random: this.#random },
      events: {
        arrived: (transfer) => this.#talk.pieceArrived(transfer, this.#agenda.nowMs),
        failed: (transfer, damaged) => {
          this.#failedPieces += 1;
          this.#talk.pieceFailed(transfer, damaged);
        },
        complete: (peer) => this.#complete(peer),
        exhausted: (peer) => this.#askForMore(peer),
        waiting: (peer) => this.#watch(peer),
      },
    });
  }

  run(): Outcome {
    const { hosts, downloads, restarts } = this.#plan;
    for (const host of this.#hosts) if (host.planned.kind === 'seed') this.#talk.announce(host);
    for (const { host, task, atMs } of downloads) this.#agenda.callAt(atMs, () => this.#arrive(host, task));
    for (const [nth, { leavesAtMs }] of hosts.entries()) {
      if (leavesAtMs !== undefined) this.#agenda.callAt(leavesAtMs, () => this.#vanish(nth));
    }
    for (const restart of restarts) this.#agenda.callAt(restart.atMs, () => this.#restart(restart));
    this.#open = downloads.length;
    while (this.#open > 0 && this.#agenda.next(giveUpMs));
    return outcomeOf({
      ...{ plan: this.#plan, peers: [...this.#peers.values()], desk: this.desk },
      ...{ originBytes: this.#roads.origin.carriedBytes, interIdcBytes: this.#roads.interIdcBytes },
      ...{ seedTriggers: this.#seedTriggers, failedPieces: this.#failedPieces, reschedules: this.#reschedules },
    });
  }

  #arrive(hostNumber: number, task: number): void {
    const host = this.#hosts[hostNumber];
    if (host === undefined) return;
    if (host.gone) {
      this.#open -= 1;
      return;
    }
    if (!host.announced) this.#talk.announce(host);
    this.#talk.register(this.#join(host, task));
  }

  #join(host: VirtualHost, task: number): VirtualPeer {
    const peer = new VirtualPeer(host, task, this.#plan.tasks[task]?.pieces ?? 0);
    peer.startedAtMs = this.#agenda.nowMs;
    host.peers.push(peer);
    this.#peers.set(peer.id, peer);
    return peer;
  }

  #deliver(effect: Effect): void {
    switch (effect.kind) {
      case 'triggerSeed':
        this.#seedTriggers += 1;
        this.#later(messageMs, () => this.#triggered(effect.host, effect.task));
        return;
      case 'offerParents':
      case 'backToSource':
      case 'failStream': {
        const peer = this.#peers.get(effect.peer);
        if (peer === undefined || peer.stream !== effect.stream) return;
        this.#later(messageMs, () => {
          if (peer.stream === effect.stream) this.#obey(peer, effect);
        });
        return;
      }
      default:
    }
  }

  #obey(peer: VirtualPeer, answer: Extract<Effect, { kind: 'offerParents' | 'backToSource' | 'failStream' }>): void {
    if (peer.stage !== 'asking' && !(peer.stage === 'swarm' && answer.kind === 'offerParents')) return;
    switch (answer.kind) {
      case 'offerParents':
        peer.stage = 'swarm';
        peer.follow(answer.parents.flatMap((id) => this.#peers.get(id) ?? []));
        this.#talk.started(peer);
        this.#fetching.pump(peer);
        return;
      case 'backToSource':
        this.#goToSource(peer);
        return;
      case 'failStream':
        peer.connected = false;
        peer.refusals += 1;
        if (peer.refusals < refusalLimit) this.#later(retryMs, () => this.#talk.register(peer));
        else this.#end(peer, 'failed');
        return;
      default:
        answer satisfies never;
    }
  }

  #goToSource(peer: VirtualPeer): void {
    peer.stage = 'source';
    peer.leaveParents();
    peer.started = false;
    this.#talk.started(peer);
    this.#fetching.pump(peer);
  }

  #triggered(id: HostId, task: TaskId): void {
    const host = this.#hostOf.get(id);
    const number = this.#talk.taskNumber(task);
    if (host === undefined || host.gone || number < 0) return;
    const known = host.peers.find((peer) => peer.task === number);
    if (known?.stage === 'done') this.#talk.recall(known);
    else if (known === undefined) this.#talk.register(this.#join(host, number), true);
  }

  /** Tries the same parents once more, then asks for others, then goes to the source. */
  #askForMore(peer: VirtualPeer): void {
    if (!peer.forgave) {
      peer.forgave = true;
      if (peer.forgive()) {
        this.#fetching.pump(peer);
        return;
      }
    }
    peer.forgave = false;
    peer.leaveParents();
    peer.reschedules += 1;
    this.#reschedules += 1;
    if (peer.reschedules > rescheduleLimit) {
      this.#goToSource(peer);
      return;
    }
    peer.stage = 'asking';
    const parents = peer.tried.splice(0);
    if (peer.connected) this.#talk.say(peer, { kind: 'reschedule', parents, why: 'no parent has what is missing' });
    else this.#talk.register(peer);
  }

  #watch(peer: VirtualPeer): void {
    if (peer.watched) return;
    peer.watched = true;
    this.#later(silenceMs, () => {
      peer.watched = false;
      if (peer.stage !== 'swarm' || peer.underWay.length > 0) return;
      if (this.#agenda.nowMs - peer.progressAtMs >= silenceMs) peer.leaveParents();
      this.#fetching.pump(peer);
    });
  }

  #complete(peer: VirtualPeer): void {
    this.#talk.say(peer, { kind: 'peerFinished', fromSource: peer.stage === 'source' });
    peer.finishedAtMs = this.#agenda.nowMs;
    peer.leaveParents();
    this.#end(peer, 'done');
  }

  #end(peer: VirtualPeer, stage: 'done' | 'failed' | 'gone'): void {
    if (peer.isOpen && peer.host.planned.kind === 'normal') this.#open -= 1;
    peer.stage = stage;
    peer.connected = false;
  }

  #vanish(hostNumber: number): void {
    const host = this.#hosts[hostNumber];
    if (host === undefined) return;
    host.gone = true;
    for (const peer of host.peers) {
      this.#talk.say(peer, { kind: 'streamClosed' });
      this.#end(peer, 'gone');
    }
    for (const peer of host.peers) this.#fetching.cutOff(peer);
  }

  /**
   * The scheduler dies. Before it serves again it has asked the hosts it remembers to hold something; all find it one by
   * one, and tell it what they want or fetch from the source.
   */
  #restart({ awayMs, reunionMs }: PlannedRestart): void {
    this.desk.close();
    for (const host of this.#hosts) host.announced = false;
    for (const peer of this.#peers.values()) peer.connected = false;
    this.#later(awayMs, () => {
      this.desk.reopen();
      for (const host of this.#hosts) {
        if (host.gone || (host.peers.length === 0 && host.planned.kind === 'normal')) continue;
        if (host.peers.some(({ stage }) => stage === 'done')) this.#remember(host);
        this.#later(randomBelow(this.#random, reunionMs + 1), () => this.#reunite(host));
      }
    });
  }

  #reunite(host: VirtualHost): void {
    if (host.gone || !this.desk.isOpen) return;
    this.#talk.announce(host);
    for (const peer of host.peers) {
      if (peer.connected) continue;
      if (peer.stage === 'asking' || peer.stage === 'source') this.#talk.register(peer);
      if (peer.stage === 'source') this.#talk.started(peer);
    }
  }

  #remember(host: VirtualHost): void {
    this.#talk.announce(host);
    for (const peer of host.peers) if (peer.stage === 'done') this.#talk.recall(peer);
  }

  #later(ms: number, run: () => void): void {
    this.#agenda.callAt(this.#agenda.nowMs + ms, run);
  }
}
