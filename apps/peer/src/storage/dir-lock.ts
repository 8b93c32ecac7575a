import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Failure } from '@damselfly/core';
import { z } from 'zod';
import { errnoCode } from './storage-failure.ts';

const owner = z.object({ pid: z.int().positive(), startedAt: z.string() });

/** Takes the lock file for this process; resolves to what gives it back. Throws `conflict` while its owner lives. */
export async function lockDir(path: string, dir: string): Promise<() => Promise<void>> {
  const text = JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await createLock(path, text)) return () => rm(path, { force: true });
    const found = await readIfThere(path);
    if (found === undefined) continue;
    const holder = parseOwner(found);
    if (holder !== undefined && (await lives(holder))) {
      throw new Failure('conflict', `${dir} is in use by process ${holder.pid}; stop it or set another storage.dir`);
    }
    await removeStale(path, found);
  }
  throw new Failure('conflict', `${dir} is being taken by other processes; set another storage.dir`);
}

/** Written aside and linked, so that nobody ever reads a lock without its owner in it. */
async function createLock(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(aside, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, path);
    return true;
  } catch (thrown) {
    if (errnoCode(thrown) === 'EEXIST') return false;
    throw thrown;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Moves the dead owner's lock away; when somebody else has taken it in the meantime, his is put back. */
async function removeStale(path: string, seen: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return;
    throw thrown;
  }
  if ((await readIfThere(aside)) !== seen) await rename(aside, path);
  else await rm(aside, { force: true });
}

function parseOwner(text: string): z.output<typeof owner> | undefined {
  try {
    return owner.safeParse(JSON.parse(text)).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** A process id alone may have gone to another program since; its start time tells. */
async function lives({ pid, startedAt }: z.output<typeof owner>): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (errnoCode(thrown) === 'ESRCH') return false;
    if (errnoCode(thrown) !== 'EPERM') throw thrown;
  }
  const now = await startOf(pid);
  return startedAt === '' || now === '' || now === startedAt;
}

/** When a process started, in ticks since boot; empty where there is no /proc. */
async function startOf(pid: number): Promise<string> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  const afterName = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return afterName[19] ?? '';
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT' || errnoCode(thrown) === 'ESRCH') return undefined;
    throw thrown;
  }
}
