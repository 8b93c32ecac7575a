import { Failure, type HostId, type PeerId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { Engine } from '../shell/engine.ts';
import type { HostCalls } from './host-calls.ts';
import { isLiving } from './plan.ts';
import type { Reconciler } from './reconciler.ts';
import {
  type CopyRecord,
  type HostRecord,
  type ReplicatedKind,
  replicatedKinds,
  type TaskRecord,
  type TaskRef,
} from './record.ts';
import { copyMove, peerNoun, taskMove, taskNoun } from './states.ts';
import type { ReplicaStore } from './store.ts';
import { type Transfers, unknownTask } from './transfers.ts';

/** A task with how many complete copies live: pinned ones, and all. */
export interface TaskView {
  readonly task: TaskRecord;
  readonly pinned: number;
  readonly all: number;
}

/** Which tasks; empty: any. */
export interface TaskFilter {
  readonly kind: ReplicatedKind | undefined;
  /** Part of the id or URL, whatever the case. */
  readonly search: string;
  readonly application: string;
  readonly tag: string;
}

/** What became of one copy of a task that was deleted. */
export interface CopyReceipt {
  readonly host: HostId;
  /** Empty for a host that is not there. */
  readonly ip: string;
  readonly failure: Failure | undefined;
}

export interface ReplicasOptions {
  readonly engine: Engine;
  readonly store: ReplicaStore;
  readonly transfers: Transfers;
  readonly calls: HostCalls;
  /** Copies are looked after by it: it hears that a task's wanted and living copies may differ, and where no copy is to go. */
  readonly reconciler: Pick<Reconciler, 'kick' | 'avoid'>;
  readonly nowMs: () => number;
  readonly log: Log;
}

/** What can be done to replicated tasks and their copies. */
export class Replicas {
  readonly #options: ReplicasOptions;

  constructor(options: ReplicasOptions) {
    this.#options = options;
  }

  /** A host begins to import a task: `notFound` for an unknown host, `conflict` when task or copy exist. */
  async startUpload(task: TaskRecord, peer: PeerId, host: HostId): Promise<void> {
    const { engine, store } = this.#options;
    if (!engine.cluster.hosts.has(host)) throw new Failure('notFound', `host ${host} not found`);
    const copy: CopyRecord = {
      ...{ peer, host, pinned: true, state: 'Uploading', concurrentPieces: 8, costMs: 0 },
      createdAtMs: task.createdAtMs,
      updatedAtMs: task.createdAtMs,
    };
    const outcome = await store.begin(task, copy, taskMove('upload'));
    if (outcome === 'taskExists')
      throw new Failure('conflict', `${taskNoun[task.kind]} ${task.id} exists and cannot be uploaded anew`);
    if (outcome === 'copyExists') throw new Failure('conflict', `${peerNoun[task.kind]} ${peer} exists`);
  }

  /** The import is complete; copies are made from now on. */
  async finishUpload(ref: TaskRef, peer: PeerId): Promise<TaskView> {
    const { store, transfers, reconciler, nowMs } = this.#options;
    const copy = await this.#copy(ref, peer);
    const costMs = Math.max(0, nowMs() - copy.createdAtMs);
    if ((await store.moveCopy(ref, peer, copyMove('succeed'), nowMs(), { costMs })) !== 'moved')
      throw new Failure('precondition', `${peerNoun[ref.kind]} ${peer} is ${copy.state}, not Uploading`);
    if ((await store.moveTask(ref, taskMove('succeed'), nowMs())) === 'missing') throw unknownTask(ref);
    const task = await this.#task(ref);
    transfers.adopt(task, await store.copies(ref));
    reconciler.kick(ref);
    return await this.statTask(ref);
  }

  /** The import broke off; the task may be uploaded again. */
  async failUpload(ref: TaskRef, peer: PeerId): Promise<void> {
    const { store, nowMs } = this.#options;
    const copy = await this.#copy(ref, peer);
    if ((await store.moveCopy(ref, peer, copyMove('fail'), nowMs())) === 'refused')
      throw new Failure('precondition', `${peerNoun[ref.kind]} ${peer} is ${copy.state}, not Uploading`);
    await store.moveTask(ref, taskMove('fail'), nowMs());
  }

  async statTask(ref: TaskRef): Promise<TaskView> {
    return this.#viewOf(await this.#task(ref));
  }

  /** Tasks by id, from the one after `after` on; `next` is empty when there are no more. */
  async list(
    { kind, search, application, tag }: TaskFilter,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly views: readonly TaskView[]; readonly next: string; readonly total: number }> {
    const { store } = this.#options;
    const kinds = kind === undefined ? replicatedKinds : [kind];
    const refs = (await Promise.all(kinds.map((one) => store.tasks(one)))).flat();
    const part = search.toLowerCase();
    const fitting: TaskRecord[] = [];
    for (const ref of refs) {
      const task = await store.task(ref);
      if (task === undefined || (application !== '' && task.application !== application)) continue;
      if ((tag !== '' && task.tag !== tag) || !`${task.id}\n${task.url.toLowerCase()}`.includes(part)) continue;
      fitting.push(task);
    }
    const ordered = fitting.sort((a, b) => (cursorOf(a) < cursorOf(b) ? -1 : 1));
    const rest = ordered.filter((task) => cursorOf(task) > after);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    const views = await Promise.all(page.map((task) => this.#viewOf(task)));
    return { views, next: rest.length > limit && last ? cursorOf(last) : '', total: fitting.length };
  }

  /** A task with its copies, and whether each counts. */
  async withCopies(ref: TaskRef): Promise<{
    readonly view: TaskView;
    readonly copies: readonly (CopyRecord & { readonly living: boolean })[];
  }> {
    const view = await this.statTask(ref);
    const copies = await this.#options.store.copies(ref);
    const hosts = await this.#hostsOf(copies);
    return { view, copies: copies.map((copy) => ({ ...copy, living: isLiving(copy, hosts) })) };
  }

  /** Wants another number of copies; those that are missing are made. */
  async want(ref: TaskRef, wanted: number): Promise<TaskView> {
    const { store, reconciler, nowMs } = this.#options;
    if ((await store.wantReplicas(ref, wanted, nowMs())) === 'missing') throw unknownTask(ref);
    reconciler.kick(ref);
    return this.statTask(ref);
  }

  async statPeer(ref: TaskRef, peer: PeerId): Promise<{ copy: CopyRecord; view: TaskView }> {
    const view = await this.statTask(ref);
    return { copy: await this.#copy(ref, peer), view };
  }

  /** Removes a copy, from its host too; another host gets one instead. */
  async deletePeer(ref: TaskRef, peer: PeerId): Promise<void> {
    const { store, transfers, reconciler } = this.#options;
    await this.#task(ref);
    // Said before it is true: whoever sees that a copy is missing shall not make it where it is being deleted.
    reconciler.avoid(ref, (await this.#copy(ref, peer)).host);
    const copy = await store.deleteCopy(ref, peer);
    if (copy === undefined) throw new Failure('notFound', `${peerNoun[ref.kind]} ${peer} not found`);
    transfers.forgetCopy(peer);
    await this.#dropOn(ref, [copy]);
    reconciler.kick(ref);
  }

  /**
   * Removes a task with every copy, and says what became of each. A host that cannot be reached keeps its copy until the
   * task's time is over.
   */
  async deleteTask(ref: TaskRef): Promise<readonly CopyReceipt[]> {
    const copies = await this.#options.store.deleteTask(ref);
    if (copies === undefined) throw unknownTask(ref);
    this.#options.transfers.forgetTask(ref);
    return this.#dropOn(ref, copies);
  }

  #dropOn(ref: TaskRef, copies: readonly CopyRecord[]): Promise<readonly CopyReceipt[]> {
    const { calls, log, store } = this.#options;
    const hosts = [...new Set(copies.map(({ host }) => host))];
    return Promise.all(
      hosts.map(async (id): Promise<CopyReceipt> => {
        const host = await store.host(id);
        if (host === undefined)
          return { host: id, ip: '', failure: new Failure('unavailable', 'the host is not there') };
        try {
          await calls.drop(ref, host);
          return { host: id, ip: host.ip, failure: undefined };
        } catch (err) {
          log.warn({ err, task: ref.id }, 'a host did not delete its copy');
          return { host: id, ip: host.ip, failure: Failure.from(err) };
        }
      }),
    );
  }

  async #viewOf(task: TaskRecord): Promise<TaskView> {
    const copies = await this.#options.store.copies(task);
    const hosts = await this.#hostsOf(copies);
    const living = copies.filter((copy) => isLiving(copy, hosts));
    return { task, pinned: living.filter(({ pinned }) => pinned).length, all: living.length };
  }

  /** The hosts of these copies that are there. */
  async #hostsOf(copies: readonly CopyRecord[]): Promise<Map<HostId, HostRecord>> {
    const ids = [...new Set(copies.map(({ host }) => host))];
    const hosts = await Promise.all(ids.map((id) => this.#options.store.host(id)));
    return new Map(hosts.flatMap((host) => (host === undefined ? [] : [[host.id, host] as const])));
  }

  async #task(ref: TaskRef): Promise<TaskRecord> {
    const task = await this.#options.store.task(ref);
    if (task === undefined) throw unknownTask(ref);
    return task;
  }

  async #copy(ref: TaskRef, peer: PeerId): Promise<CopyRecord> {
    const copy = await this.#options.store.copy(ref, peer);
    if (copy === undefined) throw new Failure('notFound', `${peerNoun[ref.kind]} ${peer} not found`);
    return copy;
  }
}

/** Both kinds may have a task of the same id. */
const cursorOf = ({ id, kind }: TaskRecord): string => `${id} ${kind}`;
