import { rm } from 'node:fs/promises';
import type { TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { DiskSpace } from './disk-space.ts';
import { chooseEvictions, oldestFirst } from './eviction.ts';
import type { FileCache } from './file-cache.ts';
import type { StorageMetrics } from './storage-metrics.ts';
import type { StoreFolder } from './store-folder.ts';
import type { ByteTally, TaskEntry } from './task-entry.ts';

export interface DiskStoreLimits {
  readonly capacityBytes: number | undefined;
  /** The percentages hold for this many bytes of pieces too; undefined when only for the disk. */
  readonly quotaBytes: number | undefined;
  /** A task lives this long after its last use. */
  readonly ttlMs: number;
  readonly diskHighPercent: number;
  readonly diskLowPercent: number;
}

export interface HousekeepingParts {
  readonly folder: StoreFolder;
  readonly files: FileCache;
  readonly entries: Map<TaskId, TaskEntry>;
  readonly tally: ByteTally;
  readonly limits: DiskStoreLimits;
  readonly log: Log;
  readonly metrics: StorageMetrics;
  readonly nowMs: () => number;
  readonly diskSpace: (dir: string) => Promise<DiskSpace>;
}

/**
 * Who goes when room is short or time is up: never a task somebody works with, never a pinned one for room.
 * Its owner runs one of these at a time.
 */
export class Housekeeping {
  readonly #parts: HousekeepingParts;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
  }

  /** Before bytes are promised, or with 0 to keep to the marks. Throws `storage` when there is no room. */
  async makeRoom(neededBytes: number): Promise<void> {
    const { limits, folder, diskSpace, tally } = this.#parts;
    const chosen = chooseEvictions({
      neededBytes,
      storedBytes: tally.storedBytes,
      reservedBytes: tally.reservedBytes,
      capacityBytes: limits.capacityBytes,
      quotaBytes: limits.quotaBytes,
      disk: await diskSpace(folder.dir),
      highPercent: limits.diskHighPercent,
      lowPercent: limits.diskLowPercent,
      idle: this.#evictable(),
    });
    await this.#evict(chosen);
  }

  /** The disk said it is full, whatever was counted. False when nothing can go. */
  async free(bytes: number): Promise<boolean> {
    const chosen = oldestFirst(this.#evictable(), bytes).chosen;
    await this.#evict(chosen);
    return chosen.length > 0;
  }

  async expire(): Promise<void> {
    const { entries, limits, nowMs } = this.#parts;
    for (const entry of [...entries.values()]) {
      if (entry.idle && entry.expiresAtMs(limits.ttlMs) < nowMs()) await this.#removeLogged(entry, 'expired');
    }
  }

  /** The journal goes first: content without one is an orphan that the next start removes. */
  async remove(entry: TaskEntry): Promise<void> {
    entry.leave();
    this.#parts.entries.delete(entry.id);
    entry.emit({ kind: 'deleted' });
    entry.listeners.clear();
    await entry.settled();
    for (const file of [entry.journal.path, entry.contentPath]) {
      await rm(file, { force: true });
      this.#parts.files.forget(file);
    }
  }

  #evictable(): TaskEntry[] {
    return [...this.#parts.entries.values()].filter((entry) => entry.idle && !entry.pinned && entry.storedBytes > 0);
  }

  async #evict(chosen: readonly TaskId[]): Promise<void> {
    for (const id of chosen) {
      const entry = this.#parts.entries.get(id);
      // Somebody may have taken it up while another one was removed.
      if (entry?.idle && !entry.pinned) await this.#removeLogged(entry, 'evicted');
    }
  }

  async #removeLogged(entry: TaskEntry, why: 'expired' | 'evicted'): Promise<void> {
    const { storedBytes, usedAtMs } = entry;
    await this.remove(entry);
    this.#parts.metrics.removed.inc({ why });
    this.#parts.log.info({ task: entry.id, storedBytes, usedAtMs }, `a task was ${why}`);
  }
}
