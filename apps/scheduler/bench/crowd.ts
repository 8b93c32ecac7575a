import { hostId, type PeerId, peerId, taskId } from '@damselfly/core';
import { type Cluster, newCluster } from '../src/core/cluster.ts';
import type { Effect } from '../src/core/effect.ts';
import type { SchedulerEvent } from '../src/core/input.ts';
import { defaultPolicy } from '../src/core/policy.ts';
import { type Random, randomBelow, seededRandom } from '../src/core/random.ts';
import { step } from '../src/core/step.ts';

const MiB = 2 ** 20;
const task = taskId('b'.repeat(64));
const pieces = 4096;
const encodeDownload = () => new Uint8Array(200);

/** One task with many downloading peers, and events as such a crowd sends them. */
export class Crowd {
  readonly cluster: Cluster = newCluster({ policy: { ...defaultPolicy, peerLimit: 10_000_000 } });
  readonly random: Random = seededRandom(1);
  readonly #deliver: (effect: Effect) => void;
  readonly #piecesOf = new Map<PeerId, number>();
  #nowMs = 1_000_000;

  constructor(deliver: (effect: Effect) => void = () => undefined) {
    this.#deliver = deliver;
  }

  /** Adds the peers of these numbers: the first one at the source, the others below it. */
  fill(from: number, to: number): void {
    for (let n = from; n < to; n += 1) {
      this.tell(this.announcement(n));
      this.tell(this.registration(n));
      this.tell({ kind: n === 0 ? 'backToSourceStarted' : 'peerStarted', peer: idOf(n), stream: n });
      this.#nowMs += 1;
    }
  }

  /** The peers of these numbers have everything. */
  finish(from: number, to: number): void {
    for (let n = from; n < to; n += 1) this.tell({ kind: 'peerFinished', peer: idOf(n), stream: n, fromSource: false });
  }

  tell(event: SchedulerEvent): void {
    const effects = step(this.cluster, { atMs: this.#nowMs, seed: Math.floor(this.random() * 2 ** 32), event });
    for (const effect of effects) this.#deliver(effect);
  }

  /** Nine reports of a piece to one peer that asks for other parents. */
  anyEvent(peers: number): SchedulerEvent {
    const n = 1 + randomBelow(this.random, peers - 1);
    const peer = idOf(n);
    if (this.random() < 0.1) return { kind: 'reschedule', peer, stream: n, parents: [], why: '' };
    const number = (this.#piecesOf.get(peer) ?? 0) % pieces;
    this.#piecesOf.set(peer, number + 1);
    const parent = this.cluster.peers.get(peer)?.parents[0]?.parent.id ?? idOf(0);
    const piece = { number, offset: number * 4 * MiB, length: 4 * MiB, digest: '', costMs: 1, createdAtMs: 0 };
    return { kind: 'pieceFinished', peer, stream: n, parent, piece };
  }

  announcement(n: number): SchedulerEvent {
    const name = `host-${n}`;
    const place = {
      hostname: name,
      ip: '10.0.0.1',
      port: 4000,
      downloadPort: 4000,
      idc: `idc-${n % 8}`,
      location: 'a|b|c',
    };
    const facts = { disableShared: false, maxTxBps: 10e9, announceIntervalMs: 300_000 };
    return { kind: 'hostAnnounced', profile: { id: hostId(name), kind: 'normal', ...place, ...facts } };
  }

  registration(n: number): SchedulerEvent {
    return {
      ...{ kind: 'peerRegistered', peer: idOf(n), stream: n, host: hostId(`host-${n}`), task },
      registration: {
        subject: { type: 0, url: 'http://origin/file', tag: '', application: '', digest: '', filteredQueryParams: [] },
        lengths: { contentBytes: pieces * 4 * MiB, pieceBytes: 4 * MiB, pieces },
        ...{
          priority: 0,
          concurrentPieces: 8,
          needBackToSource: false,
          disableBackToSource: false,
          metadataOnly: false,
        },
        encodeDownload,
      },
    };
  }
}

const idOf = (n: number): PeerId => peerId(`10.0.0.1-host-${n}-00000000-0000-4000-8000-000000000000`);
