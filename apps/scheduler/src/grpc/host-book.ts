import type { HostId } from '@damselfly/core';
import { common, embedded } from '@damselfly/proto';

/** A host as it announced itself, and the part of it that children need. */
interface Entry {
  readonly announced: common.Host;
  readonly forChildren: common.Host;
  /** The same as a field without its tag; made when it is first asked for. */
  encoded: Uint8Array | undefined;
}

/** The announced messages of the hosts the core knows: it keeps only what it decides by. */
export class HostBook {
  readonly #entries = new Map<HostId, Entry>();

  /** Notes an announcement; parts it leaves out keep their last value. */
  note(id: HostId, host: common.Host): void {
    const before = this.#entries.get(id)?.announced;
    const { cpu = before?.cpu, memory = before?.memory, network = before?.network, disk = before?.disk } = host;
    const announced = { ...host, cpu, memory, network, disk, build: host.build ?? before?.build };
    const forChildren = { ...announced, cpu: undefined, memory: undefined, disk: undefined, build: undefined };
    this.#entries.set(id, { announced, forChildren, encoded: undefined });
  }

  forget(id: HostId): void {
    this.#entries.delete(id);
  }

  announced(id: HostId): common.Host | undefined {
    return this.#entries.get(id)?.announced;
  }

  /** The host without its load, built once an announcement. */
  forChildren(id: HostId): common.Host | undefined {
    return this.#entries.get(id)?.forChildren;
  }

  /** The bytes of `forChildren` as a field of a message, without its tag. */
  encodedForChildren(id: HostId): Uint8Array | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    entry.encoded ??= embedded(common.Host, entry.forChildren);
    return entry.encoded;
  }
}
