import type { HostFacts, HostId } from '@damselfly/core';

export interface HostChanges {
  readonly announced: readonly HostFacts[];
  readonly left: readonly HostId[];
}

/** Remembers which hosts were sent, and tells what has changed since. */
export class SentHosts {
  #sent = new Map<HostId, HostFacts>();

  /** What differs from the last call; empty lists when nothing does. */
  changes(hosts: Iterable<HostFacts>): HostChanges {
    const now = new Map<HostId, HostFacts>();
    for (const host of hosts) now.set(host.id, host);
    const announced = [...now.values()].filter((host) => !same(this.#sent.get(host.id), host));
    const left = [...this.#sent.keys()].filter((id) => !now.has(id));
    this.#sent = now;
    return { announced, left };
  }
}

function same(a: HostFacts | undefined, b: HostFacts): boolean {
  if (a === b) return true;
  if (a === undefined) return false;
  for (const key in b) if (a[key as keyof HostFacts] !== b[key as keyof HostFacts]) return false;
  return true;
}
