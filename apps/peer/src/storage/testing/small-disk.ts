import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errnoCode } from '../storage-failure.ts';

/** A file system of its own that is soon full. */
export interface SmallDisk {
  readonly dir: string;
  /** Takes all the space that is left; resolves to what gives it back. */
  fill(): Promise<() => Promise<void>>;
  remove(): void;
}

/** Mounts one in memory; undefined where that is not allowed (it takes root on Linux). */
export function smallDisk(sizeBytes: number): SmallDisk | undefined {
  const dir = mkdtempSync(path.join(tmpdir(), 'damselfly-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', dir]);
  if (mounted.status !== 0) {
    rmdirSync(dir);
    return undefined;
  }
  const filler = path.join(dir, 'filler');
  return {
    dir,
    fill: async () => {
      try {
        await writeFile(filler, Buffer.alloc(sizeBytes));
      } catch (thrown) {
        if (errnoCode(thrown) !== 'ENOSPC') throw thrown;
      }
      return () => rm(filler);
    },
    remove: () => {
      const { status, stderr } = spawnSync('umount', [dir], { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      rmdirSync(dir);
    },
  };
}
