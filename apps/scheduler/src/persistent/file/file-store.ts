import { Failure, type HostId, type PeerId } from '@damselfly/core';
import {
  type CopyRecord,
  type CopyState,
  expiresAtMs,
  type HostRecord,
  type ReplicatedKind,
  type TaskRecord,
  type TaskRef,
  type TaskState,
} from '../record.ts';
import type { Move } from '../states.ts';
import type { CopyChange, Moved, ReplicaStore } from '../store.ts';
import type { Change } from './change.ts';
import { lockFolder } from './folder-lock.ts';
import { ChangeJournal } from './journal.ts';
import { type Entry, Memory } from './memory.ts';

export interface FileStoreOptions {
  readonly dir: string;
  /** Most hosts, tasks and copies together; more are refused. */
  readonly limit: number;
  readonly nowMs?: () => number;
}

/** The store of a scheduler that shares with nobody: everything in memory, each change in a journal before it is acknowledged. */
export class FileStore implements ReplicaStore {
  readonly #memory: Memory;
  readonly #journal: ChangeJournal;
  readonly #unlock: () => Promise<void>;
  readonly #limit: number;
  readonly #nowMs: () => number;

  private constructor(
    memory: Memory,
    journal: ChangeJournal,
    unlock: () => Promise<void>,
    { limit, nowMs = Date.now }: FileStoreOptions,
  ) {
    this.#memory = memory;
    this.#journal = journal;
    this.#unlock = unlock;
    this.#limit = limit;
    this.#nowMs = nowMs;
  }

  /** Throws `conflict` while another process has the folder. */
  static async open(options: FileStoreOptions): Promise<FileStore> {
    const unlock = await lockFolder(options.dir);
    try {
      const memory = new Memory();
      const journal = await ChangeJournal.open(
        options.dir,
        (record) => memory.apply(record),
        () => memory.changes(),
      );
      return new FileStore(memory, journal, unlock, options);
    } catch (thrown) {
      await unlock();
      throw thrown;
    }
  }

  async putHost(host: HostRecord): Promise<void> {
    if (!this.#memory.hosts.has(host.id)) this.#makeRoom();
    await this.#record({ is: 'host', host });
  }

  async host(id: HostId): Promise<HostRecord | undefined> {
    const host = this.#memory.hosts.get(id);
    return host !== undefined && host.expiresAtMs > this.#nowMs() ? host : undefined;
  }

  async hosts(): Promise<HostRecord[]> {
    const nowMs = this.#nowMs();
    return [...this.#memory.hosts.values()].filter((host) => host.expiresAtMs > nowMs);
  }

  async begin(
    task: TaskRecord,
    copy: CopyRecord,
    move: Move<TaskState>,
  ): Promise<'begun' | 'taskExists' | 'copyExists'> {
    const entry = this.#entry(task);
    if (entry !== undefined && !move.from.includes(entry.task.state)) return 'taskExists';
    if (entry?.copies.has(copy.peer)) return 'copyExists';
    this.#makeRoom();
    const { kind, id } = task;
    await Promise.all([this.#record({ is: 'task', task }), this.#record({ is: 'copy', kind, id, copy })]);
    return 'begun';
  }

  async task(ref: TaskRef): Promise<TaskRecord | undefined> {
    return this.#entry(ref)?.task;
  }

  async tasks(kind: ReplicatedKind): Promise<TaskRef[]> {
    await this.#forgetOverdue();
    return [...this.#memory.entries()].flatMap(({ task }) => (task.kind === kind ? [{ kind, id: task.id }] : []));
  }

  async moveTask(ref: TaskRef, move: Move<TaskState>, atMs: number): Promise<Moved> {
    const entry = this.#entry(ref);
    if (entry === undefined) return 'missing';
    if (!move.from.includes(entry.task.state)) return 'refused';
    await this.#record({ is: 'task', task: { ...entry.task, state: move.to, updatedAtMs: atMs } });
    return 'moved';
  }

  async wantReplicas(ref: TaskRef, wantedReplicas: number, atMs: number): Promise<Moved> {
    const entry = this.#entry(ref);
    if (entry === undefined) return 'missing';
    await this.#record({ is: 'task', task: { ...entry.task, wantedReplicas, updatedAtMs: atMs } });
    return 'moved';
  }

  async deleteTask(ref: TaskRef): Promise<CopyRecord[] | undefined> {
    const entry = this.#entry(ref);
    if (entry === undefined) return undefined;
    const copies = [...entry.copies.values()];
    await this.#record({ is: 'taskGone', kind: ref.kind, id: ref.id });
    return copies;
  }

  async putCopy(ref: TaskRef, copy: CopyRecord): Promise<boolean> {
    const entry = this.#entry(ref);
    if (entry === undefined) return false;
    if (!entry.copies.has(copy.peer)) this.#makeRoom();
    await this.#putCopy(ref, copy);
    return true;
  }

  async copy(ref: TaskRef, peer: PeerId): Promise<CopyRecord | undefined> {
    return this.#entry(ref)?.copies.get(peer);
  }

  async copies(ref: TaskRef): Promise<CopyRecord[]> {
    return [...(this.#entry(ref)?.copies.values() ?? [])];
  }

  async moveCopy(
    ref: TaskRef,
    peer: PeerId,
    move: Move<CopyState>,
    atMs: number,
    more: CopyChange = {},
  ): Promise<Moved> {
    const copy = this.#entry(ref)?.copies.get(peer);
    if (copy === undefined) return 'missing';
    if (!move.from.includes(copy.state)) return 'refused';
    await this.#putCopy(ref, { ...copy, ...more, state: move.to, updatedAtMs: atMs });
    return 'moved';
  }

  async pinCopy(ref: TaskRef, peer: PeerId, atMs: number): Promise<Moved> {
    const copy = this.#entry(ref)?.copies.get(peer);
    if (copy === undefined) return 'missing';
    await this.#putCopy(ref, { ...copy, pinned: true, updatedAtMs: atMs });
    return 'moved';
  }

  async deleteCopy(ref: TaskRef, peer: PeerId): Promise<CopyRecord | undefined> {
    const copy = this.#entry(ref)?.copies.get(peer);
    if (copy !== undefined) await this.#record({ is: 'copyGone', kind: ref.kind, id: ref.id, peer });
    return copy;
  }

  /** Nobody else has the folder. */
  async lease(): Promise<boolean> {
    return true;
  }

  async release(): Promise<void> {
    return;
  }

  async close(): Promise<void> {
    await this.#journal.close();
    await this.#unlock();
  }

  #entry(ref: TaskRef): Entry | undefined {
    const entry = this.#memory.entry(ref);
    return entry !== undefined && expiresAtMs(entry.task) > this.#nowMs() ? entry : undefined;
  }

  #putCopy({ kind, id }: TaskRef, copy: CopyRecord): Promise<void> {
    return this.#record({ is: 'copy', kind, id, copy });
  }

  /** In memory at once, so that the next caller decides on it; acknowledged when it is on the disk. */
  #record(record: Change): Promise<void> {
    this.#memory.apply(record);
    return this.#journal.append(record);
  }

  #makeRoom(): void {
    if (this.#memory.size >= this.#limit)
      throw new Failure('exhausted', `the store holds ${this.#limit} records; raise persistent.limit or use Redis`);
  }

  async #forgetOverdue(): Promise<void> {
    await Promise.all([...this.#memory.overdue(this.#nowMs())].map((record) => this.#record(record)));
  }
}
