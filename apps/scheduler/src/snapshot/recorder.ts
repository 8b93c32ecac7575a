import type { HostId, PeerId } from '@damselfly/core';
import { common } from '@damselfly/proto';
import type { Cluster } from '../core/cluster.ts';
import type { Effect } from '../core/effect.ts';
import type { Peer } from '../core/peer.ts';
import type { Task } from '../core/task.ts';
import type { HostBook } from '../grpc/host-book.ts';
import type { IndexState } from './index-state.ts';
import type { IndexRecord } from './record.ts';

/** Sequences are set aside this many at a time, and anew when half of them are used. */
const sequenceBlock = 1_000_000;

export interface RecorderOptions {
  readonly cluster: Cluster;
  readonly hosts: HostBook;
  /** What was known before the restart; its sequences are never used again. */
  readonly before: IndexState;
  readonly append: (record: IndexRecord) => void;
}

/** Notes what a scheduler would miss after a restart. Only standard tasks: the others have a store of their own. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #copies = new Set<PeerId>();
  #ceiling: number;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#ceiling = options.before.ceiling + sequenceBlock;
    options.cluster.retiredSeq = options.before.ceiling;
  }

  hostAnnounced(id: HostId): void {
    for (const record of this.#host(id)) this.#options.append(record);
  }

  /** An effect is about to be delivered. */
  note(effect: Effect): void {
    const { cluster, append } = this.#options;
    if (effect.kind === 'hostForgotten') append({ kind: 'hostGone', host: effect.host });
    else if (effect.kind === 'taskForgotten') append({ kind: 'taskGone', task: effect.task });
    else if (effect.kind === 'publish') {
      const { event, seq } = effect;
      if (seq > this.#ceiling - sequenceBlock / 2) this.#raise(seq);
      if (event.kind === 'taskChanged') {
        const task = cluster.tasks.get(effect.task);
        if (task !== undefined && isKept(task)) append(taskRecord(task));
      } else if (event.kind === 'peerStateChanged' || event.kind === 'peerLeft') {
        this.#peerChanged(event.peer);
      }
    }
  }

  /** The whole index: what is known now, and what is not back yet. */
  *everything(): Generator<IndexRecord> {
    const { cluster, before } = this.#options;
    yield { kind: 'sequences', ceiling: this.#ceiling };
    yield* before.hosts.values();
    yield* before.tasks.values();
    yield* before.copies.values();
    for (const id of cluster.hosts.keys()) yield* this.#host(id);
    for (const task of cluster.tasks.values()) if (isKept(task)) yield taskRecord(task);
    for (const peer of cluster.peers.values()) if (isCopy(peer)) yield copyRecord(peer);
  }

  #raise(seq: number): void {
    this.#ceiling = seq + sequenceBlock;
    this.#options.append({ kind: 'sequences', ceiling: this.#ceiling });
  }

  #peerChanged(id: PeerId): void {
    const { cluster, append } = this.#options;
    const peer = cluster.peers.get(id);
    if (peer !== undefined && isCopy(peer)) {
      this.#copies.add(id);
      append(copyRecord(peer));
    } else if (this.#copies.delete(id)) append({ kind: 'copyGone', peer: id });
  }

  *#host(id: HostId): Generator<IndexRecord> {
    const { cluster, hosts } = this.#options;
    const [profile, announced] = [cluster.hosts.get(id)?.profile, hosts.forChildren(id)];
    if (profile === undefined || announced === undefined) return;
    const bytes = Buffer.from(common.Host.encode(announced).finish());
    yield { kind: 'host', profile, announced: bytes.toString('base64') };
  }
}

const isKept = (task: Task) => task.subject.type === common.TaskType.STANDARD;
const isCopy = (peer: Peer) => peer.phase === 'succeeded' && isKept(peer.task);

const taskRecord = ({ id, subject, lengths }: Task): IndexRecord => ({
  ...{ kind: 'task', task: id },
  subject: { ...subject, filteredQueryParams: [...subject.filteredQueryParams] },
  ...(lengths === undefined ? {} : { lengths }),
});

const copyRecord = ({ id, task, host, wishes: { range } }: Peer): IndexRecord => ({
  ...{ kind: 'copy', peer: id, task: task.id, host: host.profile.id },
  ...(range === undefined ? {} : { range }),
});
