import { statfs } from 'node:fs/promises';
import { Failure, formatBytes, type TaskId } from '@damselfly/core';

/** What eviction knows of a task. */
export interface EvictionCandidate {
  readonly id: TaskId;
  readonly storedBytes: number;
  readonly usedAtMs: number;
}

export interface DiskSpace {
  readonly totalBytes: number;
  /** To this user. */
  readonly availableBytes: number;
}

export interface EvictionInput {
  /** Bytes about to be promised to a task; 0 for the regular look. */
  readonly neededBytes: number;
  readonly storedBytes: number;
  readonly reservedBytes: number;
  readonly capacityBytes: number | undefined;
  readonly disk: DiskSpace;
  readonly highPercent: number;
  readonly lowPercent: number;
  /** Tasks nobody works with, in any order. */
  readonly idle: readonly EvictionCandidate[];
}

/**
 * Which tasks make room, the one used longest ago first. The capacity and the space on the disk must suffice afterwards
 * (`storage` when they cannot); the percentages are aims, as something else may fill the disk.
 */
export function chooseEvictions(input: EvictionInput): TaskId[] {
  const { neededBytes, storedBytes, reservedBytes, capacityBytes, disk } = input;
  const promised = reservedBytes + neededBytes;
  const overCapacity = capacityBytes === undefined ? 0 : storedBytes + promised - capacityBytes;
  const overDisk = neededBytes === 0 ? 0 : promised - disk.availableBytes;
  const must = Math.max(0, overCapacity, overDisk);

  const usedThen = disk.totalBytes - disk.availableBytes + promised;
  const overHigh = usedThen > (disk.totalBytes * input.highPercent) / 100;
  const wanted = overHigh ? Math.max(must, usedThen - (disk.totalBytes * input.lowPercent) / 100) : must;

  const chosen: TaskId[] = [];
  let freed = 0;
  for (const candidate of [...input.idle].sort((a, b) => a.usedAtMs - b.usedAtMs)) {
    if (freed >= wanted) break;
    chosen.push(candidate.id);
    freed += candidate.storedBytes;
  }
  if (freed >= must || neededBytes === 0) return chosen;
  throw noRoom(input, overCapacity >= overDisk);
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

/** What the file system of `dir` holds. Rejects with the system's error. */
export async function diskSpaceOf(dir: string): Promise<DiskSpace> {
  const { blocks, bavail, bsize } = await statfs(dir);
  return { totalBytes: blocks * bsize, availableBytes: bavail * bsize };
}
