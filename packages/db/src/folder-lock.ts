import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { z } from 'zod';

const owner = z.object({ pid: z.int().positive(), startedTicks: z.string(), nonce: z.string() });
type Owner = z.output<typeof owner>;

export interface FolderLock {
  /** Lets the next one in. Calling it twice is harmless. */
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone. The embedded database has no lock of its own: two processes would write the same
 * files and damage them. A lock whose process is gone is taken over. Throws `precondition` when somebody lives in there.
 */
export async function lockFolder(dir: string): Promise<FolderLock> {
  await mkdir(dir, { recursive: true, mode: 0o750 });
  const path = join(dir, 'owner.lock');
  const mine: Owner = { pid: process.pid, startedTicks: await startOf(process.pid), nonce: randomUUID() };
  const draft = join(dir, `owner.${mine.nonce}`);
  await writeFile(draft, JSON.stringify(mine), { mode: 0o640 });
  try {
    await take(draft, path, dir);
  } finally {
    await rm(draft, { force: true });
  }
  return {
    async release() {
      if ((await readOwner(path))?.nonce === mine.nonce) await rm(path, { force: true });
    },
  };
}

/** A hard link appears whole and for one process only, unlike a file that is created and then written. */
async function take(draft: string, path: string, dir: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      await link(draft, path);
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = await readOwner(path);
    if (holder !== undefined && (await lives(holder))) {
      throw new Failure(
        'precondition',
        `the database folder ${dir} is in use by process ${holder.pid}; stop that console or give this one another folder (database.dir)`,
      );
    }
    await rm(path, { force: true });
  }
  throw new Failure('precondition', `the database folder ${dir} is contended by several consoles; start one of them`);
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return owner.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new Failure('precondition', `${path} is unreadable; remove it if no console runs in this folder`, {
      cause: error,
    });
  }
}

/** A process id comes round again after a crash or in a new container; its start time does not. */
async function lives({ pid, startedTicks }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
    if (!hasCode(error, 'EPERM')) throw error;
  }
  const now = await startOf(pid);
  return now === '' || startedTicks === '' || now === startedTicks;
}

/** When a process started, in ticks since boot; empty where the system has no `/proc`. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return '';
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
