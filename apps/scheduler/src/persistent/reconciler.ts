import { Failure, type HostId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { taskPolicy } from '../core/task-policy.ts';
import type { Engine } from '../shell/engine.ts';
import type { HostCalls } from './host-calls.ts';
import { type Plan, planCopies } from './plan.ts';
import { type CopyRecord, type HostRecord, replicatedKinds, type TaskRecord, type TaskRef } from './record.ts';
import { Rests } from './rests.ts';
import { copyMove, taskMove } from './states.ts';
import type { ReplicaStore } from './store.ts';
import type { Transfers } from './transfers.ts';

export interface ReconcilerOptions {
  readonly engine: Engine;
  readonly store: ReplicaStore;
  readonly calls: HostCalls;
  readonly transfers: Transfers;
  /** Names this scheduler among those of its cluster. */
  readonly self: string;
  readonly intervalMs: number;
  readonly retryDelayMs: number;
  /** A copy that is under way for longer has failed. */
  readonly downloadTimeoutMs: number;
  readonly uploadTimeoutMs: number;
  readonly nowMs: () => number;
  readonly log: Log;
}

const leaseMs = 30_000;
/** How long a host whose copy was deleted on purpose gets no other. */
const deletedRestMs = 600_000;
/** Tasks looked after at once. */
const tasksAtOnce = 8;

/**
 * Keeps as many living copies of each task as are wanted, or as hosts can take. Looks at a task when it changed, when a
 * host that refused may be asked again, and at all of them now and then; of several schedulers, one looks after a task at
 * a time. Hosts that fail rest for longer each time, so that it never spins.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #rests: Rests;
  readonly #queue = new Map<string, TaskRef>();
  readonly #again = new Map<string, NodeJS.Timeout>();
  readonly #busy = new Set<string>();
  readonly #work = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #hostList: { readonly atMs: number; readonly read: Promise<ReadonlyMap<HostId, HostRecord>> } | undefined;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#rests = new Rests(options.retryDelayMs, options.nowMs);
  }

  start(): void {
    this.#timer = setInterval(() => this.#track(this.#sweep()), this.#options.intervalMs);
  }

  /** The host is not to get a copy of the task for a while. */
  avoid(ref: TaskRef, host: HostId): void {
    this.#rests.until(nameOf(ref), host, this.#options.nowMs() + deletedRestMs);
  }

  /** Looks at a task soon. */
  kick(ref: TaskRef): void {
    if (this.#stop.signal.aborted) return;
    this.#queue.set(nameOf(ref), ref);
    this.#pump();
  }

  /** Cancels the calls under way and waits for their ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const timer of this.#again.values()) clearTimeout(timer);
    this.#queue.clear();
    this.#stop.abort();
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  /** Queues every task, and lets go of what belongs to none. */
  async #sweep(): Promise<void> {
    const { store, engine, transfers, log } = this.#options;
    try {
      const known = new Set<string>();
      for (const kind of replicatedKinds) {
        for (const ref of await store.tasks(kind)) {
          known.add(ref.id);
          this.kick(ref);
        }
      }
      for (const task of engine.cluster.tasks.values())
        if (taskPolicy(task).retention === 'replicated' && !known.has(task.id)) transfers.forgetTask(task);
    } catch (err) {
      log.warn({ err }, 'the metadata of persistent tasks cannot be read; copies are not looked after meanwhile');
    }
  }

  #pump(): void {
    for (const [name, ref] of this.#queue) {
      if (this.#busy.size >= tasksAtOnce) return;
      if (this.#busy.has(name)) continue;
      this.#queue.delete(name);
      this.#busy.add(name);
      this.#track(this.#lookAfter(ref, name));
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** Never rejects. */
  async #lookAfter(ref: TaskRef, name: string): Promise<void> {
    const { store, self, log } = this.#options;
    let renewal: NodeJS.Timeout | undefined;
    try {
      if (!(await store.lease(ref, self, leaseMs))) return;
      renewal = setInterval(() => this.#track(this.#renew(ref)), leaseMs / 3);
      // Each round either fetches, or rests the hosts that refused; with nothing left to do the plan is empty.
      while (!this.#stop.signal.aborted && (await this.#round(ref, name)));
    } catch (err) {
      log.warn({ err, task: ref.id }, 'the copies of a task could not be looked after; it will be tried again');
    } finally {
      clearInterval(renewal);
      await this.#release(ref);
      this.#busy.delete(name);
      this.#pump();
    }
  }

  async #renew(ref: TaskRef): Promise<void> {
    const { store, self, log } = this.#options;
    try {
      await store.lease(ref, self, leaseMs);
    } catch (err) {
      log.warn({ err, task: ref.id }, 'a lease could not be renewed; another scheduler may take the task over');
    }
  }

  async #release(ref: TaskRef): Promise<void> {
    const { store, self, log } = this.#options;
    try {
      await store.release(ref, self);
    } catch (err) {
      log.debug({ err, task: ref.id }, 'a lease could not be given back; it ends by itself');
    }
  }

  /** True when it did something, so that it is worth looking again. */
  async #round(ref: TaskRef, name: string): Promise<boolean> {
    const { store, nowMs, downloadTimeoutMs } = this.#options;
    const task = await store.task(ref);
    if (task === undefined) return false;
    const [copies, hosts] = await Promise.all([store.copies(ref), this.#hosts()]);
    if (task.state === 'Uploading') return await this.#watchUpload(task, copies);
    if (task.state !== 'Succeeded') return false;
    const resting = this.#rests.resting(name);
    const stalledBeforeMs = nowMs() - downloadTimeoutMs;
    const plan = planCopies({ task, copies, hosts, busy: new Set(), resting, stalledBeforeMs });
    if (plan.pin.length + plan.fetch.length === 0) {
      this.#lookAgain(ref, name);
      return false;
    }
    await this.#carryOut(ref, name, plan, hosts);
    return true;
  }

  /** Every host; read once for the tasks of one sweep, which may be many. */
  #hosts(): Promise<ReadonlyMap<HostId, HostRecord>> {
    const { store, nowMs, intervalMs } = this.#options;
    const freshMs = Math.min(1_000, intervalMs / 4);
    if (this.#hostList === undefined || this.#hostList.atMs + freshMs < nowMs()) {
      const read = store.hosts().then((hosts) => new Map(hosts.map((host) => [host.id, host])));
      this.#hostList = { atMs: nowMs(), read };
    }
    return this.#hostList.read;
  }

  async #carryOut(ref: TaskRef, name: string, plan: Plan, hosts: ReadonlyMap<HostId, HostRecord>): Promise<void> {
    const { calls, store, nowMs } = this.#options;
    const { signal } = this.#stop;
    const pins = plan.pin.map(async (copy) => {
      const host = hosts.get(copy.host);
      if (host === undefined) return;
      await this.#attempt(ref, name, host, 'pin', async () => {
        await calls.pin(ref, host, signal);
        await store.pinCopy(ref, copy.peer, nowMs());
      });
    });
    const task = plan.fetch.length > 0 ? await store.task(ref) : undefined;
    const fetches = plan.fetch.map(async (host) => {
      if (task === undefined) return;
      await this.#attempt(ref, name, host, 'fetch', async () => {
        const peer = await calls.fetch(task, host, signal);
        const made = (await store.copies(ref)).some((copy) => copy.host === host.id && copy.state === 'Succeeded');
        if (made) return;
        if (peer === undefined) throw new Failure('corrupt', `host ${host.id} made no copy`);
        // The host had the content without our knowing, and so did not announce it.
        const atMs = nowMs();
        const times = { costMs: 0, createdAtMs: atMs, updatedAtMs: atMs };
        await store.putCopy(ref, {
          peer,
          host: host.id,
          pinned: true,
          state: 'Succeeded',
          concurrentPieces: 8,
          ...times,
        });
      });
    });
    await Promise.all([...pins, ...fetches]);
  }

  async #attempt(
    ref: TaskRef,
    name: string,
    host: HostRecord,
    what: 'pin' | 'fetch',
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
      this.#rests.worked(name, host.id);
      this.#options.log.info({ task: ref.id, host: host.id, what }, 'a host has one copy more');
    } catch (thrown) {
      if (this.#stop.signal.aborted) return;
      this.#rests.failed(name, host.id);
      const failure = Failure.from(thrown);
      this.#options.log.warn({ err: failure, task: ref.id, host: host.id, what }, 'a host did not take a copy');
    }
  }

  /**
   * Ends an upload whose host is gone or which takes too long. Its end is told in two moves, the copy's first: a complete
   * copy of a task that still uploads is an upload at its very end, or one whose scheduler died between the two.
   */
  async #watchUpload(task: TaskRecord, copies: readonly CopyRecord[]): Promise<boolean> {
    const { store, nowMs, uploadTimeoutMs } = this.#options;
    if (copies.some(({ state }) => state === 'Succeeded')) {
      return (await store.moveTask(task, taskMove('succeed'), nowMs())) === 'moved';
    }
    const uploading = copies.filter(({ state }) => state === 'Uploading');
    const late = task.updatedAtMs + uploadTimeoutMs < nowMs();
    const there = await Promise.all(uploading.map(({ host }) => this.#isThere(host)));
    if (!late && there.includes(true)) return false;
    for (const { peer } of uploading) {
      // One that is complete by now wins.
      if ((await store.moveCopy(task, peer, copyMove('fail'), nowMs())) !== 'moved') return false;
    }
    await store.moveTask(task, taskMove('fail'), nowMs());
    return false;
  }

  /** Asks at first hand: the list of hosts may be older than the host, and the store may hear of it after its upload. */
  async #isThere(host: HostId): Promise<boolean> {
    const { engine, store } = this.#options;
    return engine.cluster.hosts.has(host) || (await store.host(host)) !== undefined;
  }

  /** Comes back when the first host that rests may be asked again. */
  #lookAgain(ref: TaskRef, name: string): void {
    const atMs = this.#rests.nextMs(name);
    clearTimeout(this.#again.get(name));
    this.#again.delete(name);
    if (atMs === undefined || this.#stop.signal.aborted) return;
    const waitMs = Math.max(0, atMs - this.#options.nowMs());
    if (waitMs > this.#options.intervalMs) return; // The sweep is sooner.
    const timer = setTimeout(() => {
      this.#again.delete(name);
      this.kick(ref);
    }, waitMs);
    this.#again.set(name, timer);
  }
}

const nameOf = ({ kind, id }: TaskRef): string => `${kind}:${id}`;
