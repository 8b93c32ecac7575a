import { Failure, formatBytes, type TaskId } from '@damselfly/core';
import type { DiskSpace } from './disk-space.ts';

/** What eviction knows of a task. */
export interface EvictionCandidate {
  readonly id: TaskId;
  readonly storedBytes: number;
  readonly usedAtMs: number;
}

export interface EvictionInput {
  /** Bytes about to be promised to a task; 0 for the regular look. */
  readonly neededBytes: number;
  readonly storedBytes: number;
  readonly reservedBytes: number;
  readonly capacityBytes: number | undefined;
  /** The percentages hold for this many bytes of pieces too; undefined when only for the disk. */
  readonly quotaBytes: number | undefined;
  readonly disk: DiskSpace;
  readonly highPercent: number;
  readonly lowPercent: number;
  /** Tasks that may go, in any order. */
  readonly idle: readonly EvictionCandidate[];
}

/**
 * Which tasks make room, the one used longest ago first. The capacity and the space on the disk must suffice afterwards
 * (`storage` when they cannot); the percentages are aims, as something else may fill the disk.
 */
export function chooseEvictions(input: EvictionInput): TaskId[] {
  const { neededBytes, storedBytes, reservedBytes, capacityBytes, quotaBytes, disk } = input;
  const promised = reservedBytes + neededBytes;
  const overCapacity = capacityBytes === undefined ? 0 : storedBytes + promised - capacityBytes;
  const overDisk = neededBytes === 0 ? 0 : promised - disk.availableBytes;
  const must = Math.max(0, overCapacity, overDisk);

  const onDisk = overMark(disk.totalBytes - disk.availableBytes + promised, disk.totalBytes, input);
  const inQuota = quotaBytes === undefined ? 0 : overMark(storedBytes + promised, quotaBytes, input);
  const { chosen, freedBytes } = oldestFirst(input.idle, Math.max(must, onDisk, inQuota));
  if (freedBytes >= must || neededBytes === 0) return chosen;
  throw noRoom(input, overCapacity >= overDisk);
}

/** How much must go to reach the low mark; nothing below the high one. */
function overMark(usedBytes: number, totalBytes: number, { highPercent, lowPercent }: EvictionInput): number {
  return usedBytes > (totalBytes * highPercent) / 100 ? usedBytes - (totalBytes * lowPercent) / 100 : 0;
}

/** The tasks used longest ago that free so many bytes together, or all of them. */
export function oldestFirst(
  candidates: readonly EvictionCandidate[],
  wantedBytes: number,
): { readonly chosen: TaskId[]; readonly freedBytes: number } {
  const chosen: TaskId[] = [];
  let freedBytes = 0;
  if (wantedBytes <= 0) return { chosen, freedBytes };
  for (const candidate of [...candidates].sort((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (freedBytes >= wantedBytes) break;
    chosen.push(candidate.id);
    freedBytes += candidate.storedBytes;
  }
  return { chosen, freedBytes };
}

function noRoom({ neededBytes, capacityBytes = 0, disk }: EvictionInput, byCapacity: boolean): Failure {
  const needs = `the content needs ${formatBytes(neededBytes)}`;
  return byCapacity
    ? new Failure('storage', `${needs}, more than storage.capacity (${formatBytes(capacityBytes)}) leaves; raise it`)
    : new Failure(
        'storage',
        `${needs}, the disk has ${formatBytes(disk.availableBytes)} left; free space or move storage.dir`,
      );
}
