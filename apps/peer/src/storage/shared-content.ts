import { constants } from 'node:fs';
import { chmod, copyFile, rename, rm, stat } from 'node:fs/promises';
import type { FileCache } from './file-cache.ts';
import type { TaskEntry } from './task-entry.ts';

/*
 * A content file that has a second name outside the store: an import or an export by hard link. Whoever owns that name
 * can change the bytes at any time, so they are compared before every use and never written to.
 */

/** To be called before the second name comes to be; from then on pieces are compared before every use. */
export async function markShared(entry: TaskEntry): Promise<void> {
  if (entry.shared) return;
  entry.shared = true;
  await entry.journal.append({ is: 'shared', shared: true });
}

/**
 * Gives the store a file of its own, so that writing to it changes nobody else's; to be called by whoever writes to the
 * content. What was copied is compared before its next use. Rejects with the system's error.
 */
export async function makeOwn(files: FileCache, entry: TaskEntry): Promise<void> {
  if (!entry.shared) return;
  const beside = `${entry.contentPath}.own`;
  try {
    await copyFile(entry.contentPath, beside, constants.COPYFILE_FICLONE);
    await chmod(beside, 0o600);
    await rename(beside, entry.contentPath);
  } finally {
    await rm(beside, { force: true });
  }
  files.forget(entry.contentPath);
  await markOwn(entry);
}

/** After a restart: when the other name is gone, nobody can change the content any more. */
export async function reclaim(entry: TaskEntry): Promise<void> {
  if (!entry.shared || (await stat(entry.contentPath)).nlink > 1) return;
  await chmod(entry.contentPath, 0o600);
  await markOwn(entry);
}

async function markOwn(entry: TaskEntry): Promise<void> {
  for (const number of entry.bitmap) entry.unverified.add(number);
  await entry.journal.append({ is: 'shared', shared: false });
  entry.shared = false;
}
