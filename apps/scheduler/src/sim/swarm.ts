import { hostId, type PeerId, type PeerKind, peerId, taskId } from '@damselfly/core';
import { newCluster } from '../core/cluster.ts';
import type { Effect, PeerEffect } from '../core/effect.ts';
import type { SchedulerEvent } from '../core/input.ts';
import { defaultPolicy, type Policy } from '../core/policy.ts';
import { randomBelow, seededRandom } from '../core/random.ts';
import { step } from '../core/step.ts';
import { Agenda } from './agenda.ts';
import { Uplink } from './uplink.ts';
import { VirtualPeer } from './virtual-peer.ts';

/** What to simulate. Rates are bytes per second. */
export interface Scenario {
  readonly peers: number;
  readonly seeds: number;
  readonly pieces: number;
  readonly pieceBytes: number;
  /** The peers arrive evenly over this time. */
  readonly arrivalMs: number;
  readonly originRate: number;
  readonly seedRate: number;
  readonly peerRate: number;
  /** Seed of every random choice. */
  readonly chance: number;
  readonly policy?: Policy;
}

/** What came of it. */
export interface Outcome {
  readonly finished: number;
  readonly makespanMs: number;
  readonly originBytes: number;
  readonly deepestHop: number;
  readonly meanHop: number;
  readonly seedTriggers: number;
  /** Answers with parents or with the source. */
  readonly decisions: number;
  readonly steps: number;
}

const task = taskId('5'.repeat(64));
/** Pieces a peer fetches at once. */
const fetchLimit = 4;
/** Time for a message to a scheduler or a seed. */
const messageMs = 1;
const giveUpMs = 24 * 3_600_000;

/** Runs one step and returns its effects; may measure it. */
export type Timed = (run: () => Effect[]) => Effect[];

/** A swarm of honest peers around the real scheduling core, in virtual time. `timed` wraps each step, to measure it. */
export function simulate(scenario: Scenario, timed: Timed = (run) => run()): Outcome {
  return new Swarm(scenario, timed).run();
}

class Swarm {
  readonly #scenario: Scenario;
  readonly #timed: Timed;
  readonly #agenda = new Agenda();
  readonly #random;
  readonly #cluster;
  readonly #origin: Uplink;
  readonly #peers = new Map<PeerId, VirtualPeer>();
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #steps = 0;
  #decisions = 0;
  #seedTriggers = 0;
  #finished = 0;

  constructor(scenario: Scenario, timed: Timed) {
    this.#scenario = scenario;
    this.#timed = timed;
    this.#random = seededRandom(scenario.chance);
    this.#cluster = newCluster({ policy: scenario.policy ?? defaultPolicy });
    this.#origin = new Uplink(this.#agenda, scenario.originRate / 1000);
  }

  run(): Outcome {
    const { peers, seeds, arrivalMs } = this.#scenario;
    for (let n = 0; n < seeds; n += 1) this.#announce(`seed-${n}`, 'seed');
    for (let n = 0; n < peers; n += 1) {
      this.#agenda.after((arrivalMs * n) / peers, () => this.#arrive(`peer-${n}`));
    }
    const wanted = () => this.#finished < peers;
    while (wanted() && this.#agenda.next(giveUpMs));
    return this.#outcome();
  }

  #outcome(): Outcome {
    const normal = [...this.#peers.values()].filter(({ kind }) => kind === 'normal');
    const done = normal.flatMap(({ finishedAtMs }) => finishedAtMs ?? []);
    const hops = normal.flatMap((peer) => [...peer.hops]);
    return {
      finished: done.length,
      makespanMs: done.reduce((latest, at) => Math.max(latest, at), 0),
      originBytes: this.#origin.sentBytes,
      deepestHop: hops.reduce((deepest, hop) => Math.max(deepest, hop), 0),
      meanHop: hops.reduce((sum, hop) => sum + hop, 0) / Math.max(1, hops.length),
      seedTriggers: this.#seedTriggers,
      decisions: this.#decisions,
      steps: this.#steps,
    };
  }

  #announce(name: string, kind: PeerKind): void {
    const rate = kind === 'seed' ? this.#scenario.seedRate : this.#scenario.peerRate;
    const place = { hostname: name, ip: '10.0.0.1', port: 4000, downloadPort: 4000, idc: '', location: '' };
    const facts = { disableShared: false, maxTxBps: rate * 8, announceIntervalMs: giveUpMs };
    this.#tell({ kind: 'hostAnnounced', profile: { id: hostId(name), kind, ...place, ...facts } });
  }

  #arrive(name: string): void {
    this.#announce(name, 'normal');
    this.#register(name, 'normal');
  }

  #register(name: string, kind: PeerKind): void {
    const { pieces, pieceBytes, seedRate, peerRate } = this.#scenario;
    const uplink = new Uplink(this.#agenda, (kind === 'seed' ? seedRate : peerRate) / 1000);
    const peer = new VirtualPeer(peerId(`${name}-peer`), hostId(name), kind, uplink, pieces);
    this.#peers.set(peer.id, peer);
    this.#tell({
      ...{ kind: 'peerRegistered', peer: peer.id, stream: 1, host: peer.host, task },
      registration: {
        subject: { type: 0, url: 'http://sim/file', tag: '', application: '', digest: '', filteredQueryParams: [] },
        lengths: { contentBytes: pieces * pieceBytes, pieceBytes, pieces },
        ...{ priority: 0, concurrentPieces: fetchLimit, disableBackToSource: false, metadataOnly: false },
        ...{ needBackToSource: kind === 'seed', download: new Uint8Array() },
      },
    });
  }

  #tell(event: SchedulerEvent): void {
    const input = { atMs: this.#agenda.nowMs, seed: Math.floor(this.#random() * 2 ** 32), event };
    this.#steps += 1;
    for (const effect of this.#timed(() => step(this.#cluster, input))) this.#carryOut(effect);
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'wakeAt':
        this.#wakeAtMs = effect.atMs;
        this.#agenda.at(effect.atMs, () => {
          if (this.#wakeAtMs === effect.atMs) this.#tell({ kind: 'tick' });
        });
        return;
      case 'triggerSeed':
        this.#seedTriggers += 1;
        this.#agenda.after(messageMs, () => this.#register(effect.host, 'seed'));
        return;
      case 'offerParents':
      case 'backToSource': {
        this.#decisions += 1;
        const peer = this.#peers.get(effect.peer);
        if (peer !== undefined) this.#agenda.after(messageMs, () => this.#obey(peer, effect));
        return;
      }
      default:
        return;
    }
  }

  #obey(peer: VirtualPeer, answer: Extract<PeerEffect, { kind: 'offerParents' | 'backToSource' }>): void {
    peer.fromSource = answer.kind === 'backToSource';
    peer.follow(answer.kind === 'offerParents' ? answer.parents.flatMap((id) => this.#peers.get(id) ?? []) : []);
    this.#tell({ kind: peer.fromSource ? 'backToSourceStarted' : 'peerStarted', peer: peer.id, stream: 1 });
    this.#fetch(peer);
  }

  /** Starts as many pieces as the peer may have under way. */
  #fetch(peer: VirtualPeer): void {
    while (peer.underWay < fetchLimit) {
      if (!(peer.fromSource ? this.#fetchFromSource(peer) : this.#fetchFromParents(peer))) return;
    }
  }

  #fetchFromSource(peer: VirtualPeer): boolean {
    const piece = peer.missing();
    if (piece < 0) return false;
    this.#start(peer, piece, this.#origin, undefined);
    return true;
  }

  /** From the least busy parent that has something; a random piece, so that children of one parent can serve each other. */
  #fetchFromParents(peer: VirtualPeer): boolean {
    const byLoad = [...peer.parents].sort((a, b) => a.uplink.load - b.uplink.load);
    for (const parent of byLoad) {
      const piece = peer.wantedFrom(parent, randomBelow(this.#random, peer.pieces.length));
      if (piece < 0) continue;
      this.#start(peer, piece, parent.uplink, parent);
      return true;
    }
    return false;
  }

  #start(peer: VirtualPeer, piece: number, uplink: Uplink, parent: VirtualPeer | undefined): void {
    const { pieceBytes, peerRate, seedRate } = this.#scenario;
    const receiveRate = (peer.kind === 'seed' ? seedRate : peerRate) / 1000 / fetchLimit;
    peer.pieces[piece] = 1;
    peer.underWay += 1;
    uplink.send(pieceBytes, receiveRate, () => this.#arrived(peer, piece, parent));
  }

  #arrived(peer: VirtualPeer, number: number, parent: VirtualPeer | undefined): void {
    const { pieceBytes } = this.#scenario;
    peer.pieces[number] = 2;
    peer.hops[number] = (parent?.hops[number] ?? 0) + 1;
    peer.underWay -= 1;
    peer.here += 1;
    const place = { number, offset: number * pieceBytes, length: pieceBytes };
    const piece = { ...place, digest: '', costMs: 0, createdAtMs: this.#agenda.nowMs };
    this.#tell({ kind: 'pieceFinished', peer: peer.id, stream: 1, parent: parent?.id ?? null, piece });
    if (peer.here === peer.pieces.length) this.#finish(peer);
    else this.#fetch(peer);
    for (const child of peer.children) if (child.underWay < fetchLimit) this.#fetch(child);
  }

  #finish(peer: VirtualPeer): void {
    peer.finishedAtMs = this.#agenda.nowMs;
    if (peer.kind === 'normal') this.#finished += 1;
    this.#tell({ kind: 'peerFinished', peer: peer.id, stream: 1, fromSource: peer.fromSource });
    peer.follow([]);
  }
}

/** No swarm can be faster: the source once, every downlink, and all uplinks together, whichever takes longest. */
export function lowerBoundMs({ peers, seeds, pieces, pieceBytes, arrivalMs, ...rates }: Scenario): number {
  const content = pieces * pieceBytes;
  const { originRate, seedRate, peerRate } = rates;
  const together = seeds > 0 ? seeds * seedRate + peers * peerRate : peers * peerRate;
  const slowest = Math.max(content / originRate, content / peerRate, (peers * content) / together);
  return Math.max(slowest * 1000, arrivalMs + (content / peerRate) * 1000);
}
