import type { HostId, PeerId, TaskId } from '@damselfly/core';
import {
  type CopyRecord,
  expiresAtMs,
  type HostRecord,
  type ReplicatedKind,
  type TaskRecord,
  type TaskRef,
} from '../record.ts';
import type { Change } from './change.ts';

export interface Entry {
  task: TaskRecord;
  readonly copies: Map<PeerId, CopyRecord>;
}

/** What the file store knows, changed by applying records of its journal and by nothing else. */
export class Memory {
  readonly hosts = new Map<HostId, HostRecord>();
  readonly #tasks: Record<ReplicatedKind, Map<TaskId, Entry>> = { persistent: new Map(), persistentCache: new Map() };

  apply(change: Change): void {
    switch (change.is) {
      case 'host':
        this.hosts.set(change.host.id, change.host);
        return;
      case 'hostGone':
        this.hosts.delete(change.id);
        return;
      case 'task': {
        const { kind, id } = change.task;
        const known = this.#tasks[kind].get(id);
        if (known === undefined) this.#tasks[kind].set(id, { task: change.task, copies: new Map() });
        else known.task = change.task;
        return;
      }
      case 'taskGone':
        this.#tasks[change.kind].delete(change.id);
        return;
      case 'copy':
        this.entry(change)?.copies.set(change.copy.peer, change.copy);
        return;
      case 'copyGone':
        this.entry(change)?.copies.delete(change.peer);
        return;
      default:
        change satisfies never;
    }
  }

  entry({ kind, id }: TaskRef): Entry | undefined {
    return this.#tasks[kind].get(id);
  }

  *entries(): Generator<Entry> {
    yield* this.#tasks.persistent.values();
    yield* this.#tasks.persistentCache.values();
  }

  /** The changes that build this state from nothing. */
  *changes(): Generator<Change> {
    for (const host of this.hosts.values()) yield { is: 'host', host };
    for (const { task, copies } of this.entries()) {
      yield { is: 'task', task };
      for (const copy of copies.values()) yield { is: 'copy', kind: task.kind, id: task.id, copy };
    }
  }

  get size(): number {
    let size = this.hosts.size;
    for (const { copies } of this.entries()) size += 1 + copies.size;
    return size;
  }

  /** The changes that forget what is over at `nowMs`. */
  *overdue(nowMs: number): Generator<Change> {
    for (const host of this.hosts.values()) if (host.expiresAtMs <= nowMs) yield { is: 'hostGone', id: host.id };
    for (const { task } of this.entries())
      if (expiresAtMs(task) <= nowMs) yield { is: 'taskGone', kind: task.kind, id: task.id };
  }
}
