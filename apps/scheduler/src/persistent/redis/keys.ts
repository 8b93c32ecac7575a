import type { HostId, PeerId } from '@damselfly/core';
import type { ReplicatedKind, TaskRef } from '../record.ts';

const words: Readonly<Record<ReplicatedKind, string>> = {
  persistent: 'persistent',
  persistentCache: 'persistent-cache',
};

/**
 * Dragonfly's names of keys, with the task id in braces: everything of one task hashes to one slot of a Redis Cluster,
 * so that one script can change it at once. The two sorted sets `…-tasks` and `…-hosts` are ours: members by their end of
 * life, so that finding them needs no scan of the whole database.
 */
export class Keys {
  readonly #prefix: string;

  constructor(clusterId: number) {
    this.#prefix = `scheduler:scheduler-clusters:${clusterId}:`;
  }

  hosts(): string {
    return `${this.#prefix}persistent-hosts`;
  }

  host(id: HostId): string {
    return `${this.#prefix}persistent-hosts:${id}`;
  }

  tasks(kind: ReplicatedKind): string {
    return `${this.#prefix}${words[kind]}-tasks`;
  }

  task({ kind, id }: TaskRef): string {
    return `${this.tasks(kind)}:{${id}}`;
  }

  /** Ids of every copy. */
  copies(ref: TaskRef): string {
    // For persistent tasks the name must not be that of the pinned ones.
    const which = ref.kind === 'persistentCache' ? 'persistent-cache-peers' : 'peers';
    return `${this.task(ref)}:${which}-for-${words[ref.kind]}-task`;
  }

  /** Ids of the pinned copies. */
  pinned(ref: TaskRef): string {
    return `${this.task(ref)}:persistent-peers-for-${words[ref.kind]}-task`;
  }

  /** What every copy's key begins with. */
  copyPrefix({ kind, id }: TaskRef): string {
    return `${this.#prefix}${words[kind]}-peers-for-${words[kind]}-task:{${id}}:`;
  }

  copy(ref: TaskRef, peer: PeerId): string {
    return `${this.copyPrefix(ref)}${peer}`;
  }

  lease(ref: TaskRef): string {
    return `${this.task(ref)}:keeper`;
  }
}
