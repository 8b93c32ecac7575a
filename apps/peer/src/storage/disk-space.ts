import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** A file system as an ordinary user meets it. */
export interface DiskSpace {
  /** What is used and what can still be used; blocks kept for the system are neither. */
  readonly totalBytes: number;
  /** To this user. */
  readonly availableBytes: number;
}

/** Counts as `df` does: blocks that only root may fill would make a disk look full that has room. */
export function spaceIn({ blocks, bfree, bavail, bsize }: Pick<StatsFs, 'blocks' | 'bfree' | 'bavail' | 'bsize'>) {
  return { totalBytes: (blocks - bfree + bavail) * bsize, availableBytes: bavail * bsize } satisfies DiskSpace;
}

/** What the file system of `dir` holds. Rejects with the system's error. */
export const diskSpaceOf = async (dir: string): Promise<DiskSpace> => spaceIn(await statfs(dir));
